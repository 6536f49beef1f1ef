<?php

/*
 * Runs a function for PHP: answers HTTP on a port of the loopback interface, as the runtime of an Appwrite server does.
 *
 *     php php.php PROTOCOL FOLDER
 *
 * PROTOCOL is v3 (Appwrite 1.5) or v4, FOLDER holds the code. The environment has OPEN_RUNTIMES_ENTRYPOINT, the file to
 * load, and OPEN_RUNTIMES_SECRET, which each request has to bring. The process ends when its stdin closes. It writes
 * lines of JSON to file descriptor 3: its port, and what the function logs, at once.
 *
 * Needs PHP 8.0 or newer. PHP does one thing at a time, so calls that overlap wait for one another. With the extension
 * pcntl a call is interrupted at its time-out; without it the program that started this process has to end it.
 */

// Not strict, so that numbers and texts are converted for the user's code as they are on a server.

// --- The context of a call. The classes have the names of a server, since code may use them as types ------------------

final class RuntimeResponse
{
    public function send(mixed $body, int $statusCode = 200, array $headers = []): array
    {
        if ($body === null || is_array($body)) {
            AppwriteRunner::hint('$context->res->send() takes text only on a server. Of null or an array it makes an error.');
        }
        return ['body' => $body, 'statusCode' => $statusCode, 'headers' => $headers];
    }

    public function json(array $obj, int $statusCode = 200, array $headers = []): array
    {
        $headers['content-type'] = 'application/json';
        return $this->send(json_encode($obj, JSON_THROW_ON_ERROR), $statusCode, $headers);
    }

    public function empty(): array
    {
        return $this->send('', 204);
    }

    public function redirect(string $url, int $statusCode = 301, array $headers = []): array
    {
        $headers['location'] = $url;
        return $this->send('', $statusCode, $headers);
    }

    /** Methods that only a later version has. */
    public function __call(string $name, array $arguments): array
    {
        if ($name === 'text' || $name === 'binary') {
            if (!AppwriteRunner::$isV3) {
                return $this->send(...$arguments);
            }
            AppwriteRunner::hint("\$context->res->$name() comes with Appwrite 1.6 and is undefined on 1.5: use send()");
        }
        throw new Error("Call to undefined method RuntimeResponse::$name()");
    }
}

final class RuntimeRequest
{
    public string $bodyRaw = '';
    public mixed $body = '';
    public array $headers = [];
    public string $method = '';
    public string $url = '';
    public string $path = '';
    public int $port = 80;
    public string $host = '';
    public string $scheme = '';
    public string $queryString = '';
    public array $query = [];

    /** Properties that only a later version has. */
    public function __get(string $name): mixed
    {
        $instead = ['bodyText' => 'bodyRaw', 'bodyJson' => 'body', 'bodyBinary' => 'bodyRaw'][$name] ?? null;
        if ($instead !== null) {
            if (!AppwriteRunner::$isV3) {
                return $name === 'bodyJson' ? AppwriteRunner::parseJson($this->bodyRaw) : $this->bodyRaw;
            }
            AppwriteRunner::hint("\$context->req->$name comes with Appwrite 1.6 and is undefined on 1.5: use \$context->req->$instead");
        }
        // The warning of PHP itself, which would name this file.
        [['file' => $file, 'line' => $line]] = debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS, 1);
        echo "\nWarning: Undefined property: RuntimeRequest::\$$name in $file on line $line\n";
        return null;
    }
}

final class RuntimeContext
{
    public RuntimeResponse $res;

    public function __construct(public RuntimeRequest $req, private AppwriteRun $run)
    {
        $this->res = new RuntimeResponse();
    }

    public function log(mixed $message, mixed ...$more): void
    {
        $this->run->log(self::textOf($message, $more));
    }

    public function error(mixed $message, mixed ...$more): void
    {
        $this->run->error(self::textOf($message, $more));
    }

    private static function textOf(mixed $message, array $more): string
    {
        $messages = AppwriteRunner::$isV3 ? [$message] : [$message, ...$more];
        return implode(' ', array_map(
            static fn (mixed $one): string => is_array($one) || is_object($one)
                ? json_encode($one, JSON_THROW_ON_ERROR)
                : strval($one),
            $messages,
        ));
    }
}

// --- Logs ---------------------------------------------------------------------------------------------------------------

/** Everything that one call logs and prints. */
final class AppwriteRun
{
    private const BANNER = '--- Printed by the code. Use $context->log() and $context->error() instead. ---';

    private array $logs = [];
    private array $errors = [];
    private array $printed = [];
    private string $unfinishedLine = '';

    public function __construct(private string $id)
    {
    }

    public function log(string $text): void
    {
        $this->logs[] = $text;
        $this->tell('log', $text);
    }

    public function error(string $text): void
    {
        $this->errors[] = $text;
        $this->tell('error', $text);
    }

    public function print(string $text): void
    {
        $lines = explode("\n", $this->unfinishedLine . $text);
        $this->unfinishedLine = array_pop($lines);
        foreach ($lines as $line) {
            $this->printed[] = $line;
            $this->tell('log', $line);
        }
    }

    private function tell(string $stream, string $text): void
    {
        AppwriteRunner::tell(['run' => $this->id, 'stream' => $stream, 'text' => $text]);
    }

    /** Ends the logs and returns them as the headers of the answer. */
    public function headers(): array
    {
        if ($this->unfinishedLine !== '') {
            $this->print("\n");
        }
        $logs = $this->printed === [] ? $this->logs : [...$this->logs, '', self::BANNER, ...$this->printed];
        return [
            'x-open-runtimes-logs' => rawurlencode(implode("\n", $logs)),
            'x-open-runtimes-errors' => rawurlencode(implode("\n", $this->errors)),
        ];
    }
}

/** An error whose message says it all: a trace would be of this file. */
final class AppwriteRefusal extends Exception
{
}

// --- The server ---------------------------------------------------------------------------------------------------------

final class AppwriteRunner
{
    private const PLAIN_TEXT = ['content-type' => 'text/plain; charset=utf-8'];
    /** The way in which an answer is sent is not the function's to say. */
    private const FRAMING = ['content-length', 'transfer-encoding', 'connection'];

    public static bool $isV3 = true;
    private static string $folder;
    private static string $entrypoint;
    private static string $secret;
    /** File descriptor 3. */
    private static mixed $channel;
    private static array $hinted = [];
    private static ?AppwriteRun $run = null;
    /** The connection that waits for an answer, and its method. */
    private static ?array $waiting = null;

    public static function main(string $protocol, string $folder): never
    {
        self::$isV3 = $protocol === 'v3';
        self::$folder = $folder;
        self::$entrypoint = getenv('OPEN_RUNTIMES_ENTRYPOINT');
        self::$secret = getenv('OPEN_RUNTIMES_SECRET');
        self::$channel = fopen('php://fd/3', 'w');
        // As PHP does in the server's image: messages are part of the output.
        ini_set('display_errors', '1');
        ini_set('html_errors', '0');
        ini_set('log_errors', '0');
        error_reporting(E_ALL);
        // A buffer of one byte: each text is passed on at once.
        ob_start(static function (string $text): string {
            if (self::$run === null) {
                return $text;
            }
            self::$run->print($text);
            return '';
        }, 1);
        register_shutdown_function([self::class, 'answerAtExit']);
        if (function_exists('pcntl_alarm')) {
            pcntl_async_signals(true);
        }
        self::serve();
    }

    public static function tell(array $message): void
    {
        @fwrite(self::$channel, json_encode($message, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_SLASHES) . "\n");
    }

    /** Tells the user once. */
    public static function hint(string $text): void
    {
        if (!isset(self::$hinted[$text])) {
            self::$hinted[$text] = true;
            self::tell(['stream' => 'hint', 'text' => $text]);
        }
    }

    private static function serve(): never
    {
        $listener = stream_socket_server('tcp://127.0.0.1:0');
        self::tell(['port' => (int) substr(strrchr(stream_socket_get_name($listener, false), ':'), 1)]);
        // On Windows pipes can't be waited for.
        $stdin = PHP_OS_FAMILY === 'Windows' ? [] : [STDIN];
        $connections = [];
        while (true) {
            $readable = [...$stdin, $listener, ...$connections];
            $writable = $exceptional = null;
            if (@stream_select($readable, $writable, $exceptional, null) === false) {
                continue;
            }
            foreach ($readable as $stream) {
                if ($stream === STDIN) {
                    fread(STDIN, 4096);
                    if (feof(STDIN)) {
                        exit(0);
                    }
                } elseif ($stream === $listener) {
                    $connection = stream_socket_accept($listener);
                    if ($connection !== false) {
                        $connections[(int) $connection] = $connection;
                    }
                } elseif (!self::serveRequest($stream)) {
                    unset($connections[(int) $stream]);
                    fclose($stream);
                }
            }
        }
    }

    /** @return bool false at the end of the connection */
    private static function serveRequest(mixed $connection): bool
    {
        $line = fgets($connection);
        if ($line === false) {
            return false;
        }
        [$method, $target] = explode(' ', $line, 3);
        $headers = [];
        while (($line = rtrim((string) fgets($connection), "\r\n")) !== '') {
            [$name, $value] = explode(':', $line, 2);
            $headers[strtolower($name)] = trim($value);
        }
        $content = self::readContent($connection, $headers);
        self::$waiting = [$connection, $method];
        self::write(...self::answer($method, $target, $headers, $content));
        return true;
    }

    private static function readContent(mixed $connection, array $headers): string
    {
        if (strtolower($headers['transfer-encoding'] ?? '') !== 'chunked') {
            $length = (int) ($headers['content-length'] ?? 0);
            return $length === 0 ? '' : (string) stream_get_contents($connection, $length);
        }
        $content = '';
        do {
            $size = hexdec(rtrim((string) fgets($connection)));
            $content .= $size === 0 ? '' : stream_get_contents($connection, $size);
            fgets($connection);
        } while ($size > 0);
        return $content;
    }

    private static function write(int $status, array $headers, string $content): void
    {
        [$connection, $method] = self::$waiting;
        self::$waiting = null;
        $isBare = $status === 204 || $status === 304;
        if (!$isBare) {
            $headers['content-length'] = (string) strlen($content);
        }
        $head = "HTTP/1.1 $status -\r\n";
        foreach ($headers as $name => $value) {
            $head .= "$name: $value\r\n";
        }
        @fwrite($connection, "$head\r\n" . ($isBare || $method === 'HEAD' ? '' : $content));
    }

    /** Answers the call in progress when the code has called `exit`, or PHP gives up, which ends the process. */
    public static function answerAtExit(): void
    {
        if (self::$waiting === null) {
            return;
        }
        $error = error_get_last();
        $isFatal = $error !== null && ($error['type'] & (E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR)) !== 0;
        self::$run->error($isFatal
            ? "{$error['message']} in {$error['file']}:{$error['line']}"
            : 'The code called exit, which ends its process. Return a response instead.');
        $headers = self::PLAIN_TEXT + self::$run->headers();
        self::write(500, $headers + ['connection' => 'close'], '');
    }

    // --- Calls ----------------------------------------------------------------------------------------------------------

    /** @return array status, headers and content */
    private static function answer(string $method, string $target, array $headers, string $content): array
    {
        $timeout = $headers['x-open-runtimes-timeout'] ?? '';
        if ($timeout !== '' && (!ctype_digit($timeout) || (int) $timeout === 0)) {
            return [500, self::PLAIN_TEXT, 'The header x-open-runtimes-timeout is not a number above 0.'];
        }
        if (($headers['x-open-runtimes-secret'] ?? '') !== self::$secret) {
            return [500, self::PLAIN_TEXT, 'The header x-open-runtimes-secret is missing or wrong.'];
        }
        $run = self::$run = new AppwriteRun($headers['x-open-runtimes-run'] ?? '');
        try {
            $maxBytes = (self::$isV3 ? 1 : 20) * 1024 ** 2;
            if (strlen($content) > $maxBytes) {
                throw new AppwriteRefusal("The body of the request has more than $maxBytes bytes.");
            }
            $context = new RuntimeContext(self::request($method, $target, $headers, $content), $run);
            $answer = self::answerOf(self::call($context, (int) $timeout));
        } catch (Throwable $error) {
            $run->error(self::errorText($error));
            $answer = [500, self::PLAIN_TEXT, ''];
        }
        // Buffers that the code has left open.
        while (ob_get_level() > 1) {
            ob_end_flush();
        }
        [$status, $answerHeaders, $answerContent] = $answer;
        $answerHeaders += $run->headers();
        self::$run = null;
        return [$status, $answerHeaders, $answerContent];
    }

    /** Calls the function. Its file is read at each call, as on a server. */
    private static function call(RuntimeContext $context, int $seconds): mixed
    {
        $path = self::$folder . '/' . self::$entrypoint;
        if (!is_file($path)) {
            throw new AppwriteRefusal(self::$entrypoint . " can't be loaded: there is no such file in " . self::$folder);
        }
        $isLimited = $seconds > 0 && function_exists('pcntl_alarm');
        if ($isLimited) {
            pcntl_signal(SIGALRM, static function (): void {
                // Once more, in case that the code catches the exception.
                pcntl_alarm(1);
                throw new AppwriteRefusal('The function timed out.');
            });
            pcntl_alarm($seconds);
        }
        try {
            $function = (static fn (): mixed => include func_get_arg(0))($path);
            if (!is_callable($function)) {
                throw new AppwriteRefusal(self::$entrypoint . ' returns no function');
            }
            return $function($context);
        } finally {
            if ($isLimited) {
                pcntl_signal(SIGALRM, SIG_IGN);
                pcntl_alarm(0);
            }
        }
    }

    /** @return array status, headers and content of what the function returned */
    private static function answerOf(mixed $output): array
    {
        if ($output === null) {
            throw new AppwriteRefusal(
                'The function returned nothing. Return $context->res->empty() to answer without a body.',
            );
        }
        if (!is_array($output)) {
            throw new AppwriteRefusal('Invalid status code: the function returned a ' . get_debug_type($output) . ', not a response');
        }
        $status = $output['statusCode'] ?? 200;
        if (!is_int($status) || $status < 200 || $status > 999) {
            throw new AppwriteRefusal('Invalid status code: ' . json_encode($status));
        }
        $headers = array_change_key_case($output['headers'] ?? []) + ['content-type' => 'text/plain'];
        $kept = [];
        foreach ($headers as $name => $value) {
            if (preg_match('/[\r\n\0]/', $name . $value)) {
                throw new AppwriteRefusal('A header of the response has a line break');
            }
            if (!str_starts_with($name, 'x-open-runtimes-') && !in_array($name, self::FRAMING, true)) {
                $kept[$name] = (string) $value;
            }
        }
        $type = $kept['content-type'];
        if (!str_starts_with($type, 'multipart/') && !str_contains($type, 'charset=')) {
            $kept['content-type'] = "$type; charset=utf-8";
        }
        $body = $output['body'] ?? '';
        $content = is_array($body) || is_object($body) ? json_encode($body, JSON_THROW_ON_ERROR) : (string) $body;
        return [$status, $kept, $content];
    }

    private static function errorText(Throwable $error): string
    {
        if ($error instanceof AppwriteRefusal) {
            return $error->getMessage();
        }
        $trace = array_filter(
            explode("\n", $error->getTraceAsString()),
            static fn (string $line): bool => !str_contains($line, __FILE__) && !str_ends_with($line, '{main}'),
        );
        $head = get_class($error) . ": {$error->getMessage()} in {$error->getFile()}:{$error->getLine()}";
        return implode("\n", [$head, ...$trace]);
    }

    // --- Requests ---------------------------------------------------------------------------------------------------------

    /** The query is not decoded, and of a repeated name the last value counts. */
    private static function request(string $method, string $target, array $headers, string $content): RuntimeRequest
    {
        [$rawPath, $queryString] = explode('?', $target, 2) + [1 => ''];
        $request = new RuntimeRequest();
        $request->method = $method;
        // Swoole, which the server uses, decodes the path.
        $request->path = urldecode($rawPath);
        $request->queryString = $queryString;
        foreach (explode('&', $queryString) as $part) {
            [$name, $value] = explode('=', $part, 2) + [1 => ''];
            if ($name !== '') {
                $request->query[$name] = $value;
            }
        }
        $request->scheme = $headers['x-forwarded-proto'] ?? 'http';
        $defaultPort = $request->scheme === 'https' ? 443 : 80;
        [$request->host, $port] = explode(':', $headers['host'] ?? '') + [1 => ''];
        $request->port = $port === '' ? $defaultPort : (int) $port;
        $request->url = "$request->scheme://$request->host"
            . ($request->port === $defaultPort ? '' : ":$request->port")
            . $request->path
            . ($queryString === '' ? '' : "?$queryString");
        foreach ($headers as $name => $value) {
            if (!str_starts_with($name, 'x-open-runtimes-')) {
                $request->headers[$name] = $value;
            }
        }
        $request->bodyRaw = $content;
        $type = $headers['content-type'] ?? 'text/plain';
        $isJson = self::$isV3 ? str_contains($type, 'application/json') : str_starts_with(strtolower($type), 'application/json');
        $request->body = $isJson ? self::parseJson($content) : $content;
        return $request;
    }

    public static function parseJson(string $text): mixed
    {
        if ($text === '') {
            return [];
        }
        try {
            return json_decode($text, true, 512, JSON_THROW_ON_ERROR);
        } catch (JsonException $error) {
            throw new AppwriteRefusal("The body of the request is not the JSON that its content type says: {$error->getMessage()}");
        }
    }
}

AppwriteRunner::main(...array_slice($argv, 1));
