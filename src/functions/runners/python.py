"""Runs a function for Python: answers HTTP on a port of the loopback interface, as the runtime of an Appwrite server does.

    python3 python.py PROTOCOL FOLDER

PROTOCOL is v3 (Appwrite 1.5) or v4, FOLDER holds the code. The environment has OPEN_RUNTIMES_ENTRYPOINT, the file to
load, and OPEN_RUNTIMES_SECRET, which each request has to bring. The process ends when its stdin closes. It writes lines
of JSON to file descriptor 3: its port, and what the function logs, at once.

Needs Python 3.8 or newer, and its standard library.
"""

import contextvars
import importlib
import importlib.util
import io
import json
import os
import socket
import sys
import threading
import traceback
import types
from urllib.parse import quote, unquote

PROTOCOL, FOLDER = sys.argv[1:3]
ENTRYPOINT = os.environ['OPEN_RUNTIMES_ENTRYPOINT']
SECRET = os.environ['OPEN_RUNTIMES_SECRET']
IS_V3 = PROTOCOL == 'v3'
MAX_BODY_BYTES = (1 if IS_V3 else 20) * 1024**2
BANNER = '--- Printed by the code. Use context.log() and context.error() instead. ---'


# --- Lines for the parent -------------------------------------------------------------------------------------------


class Channel:
    """File descriptor 3."""

    def __init__(self):
        os.set_inheritable(3, False)
        self._pipe = os.fdopen(3, 'wb', buffering=0)
        self._lock = threading.Lock()
        self._hinted = set()

    def tell(self, **message):
        line = json.dumps(message).encode() + b'\n'
        try:
            with self._lock:
                # A pipe may take a part only.
                while line:
                    line = line[self._pipe.write(line) :]
        except OSError:
            # The parent is gone. The end of stdin follows.
            pass

    def hint(self, name, instead):
        """Tells once that a member comes with a later version."""
        if name not in self._hinted:
            self._hinted.add(name)
            text = f'{name} comes with Appwrite 1.6 and is an AttributeError on 1.5: {instead}'
            self.tell(stream='hint', text=text)


channel = None


# --- The context of a call ------------------------------------------------------------------------------------------


class WithHints:
    """Members that only a later version has stay missing, but their use is told."""

    def __getattr__(self, name):
        if IS_V3 and name in self._later:
            channel.hint(*self._later[name])
        raise AttributeError(f'{type(self).__name__!r} object has no attribute {name!r}')


class Response(WithHints):
    _later = {
        'text': ('context.res.text', 'use context.res.send'),
        'binary': ('context.res.binary', 'use context.res.send'),
    }

    def send(self, body, statusCode=200, headers=None):
        return {'body': body, 'statusCode': statusCode, 'headers': headers or {}}

    def json(self, obj, statusCode=200, headers=None):
        text = json.dumps(obj, separators=(',', ':'))
        return self.send(text, statusCode, {**(headers or {}), 'content-type': 'application/json'})

    def empty(self):
        return self.send('', 204)

    def redirect(self, url, statusCode=301, headers=None):
        return self.send('', statusCode, {**(headers or {}), 'location': url})

    if not IS_V3:
        text = send
        binary = send


class Request(WithHints):
    _later = {
        'body_text': ('context.req.body_text', 'use context.req.body_raw'),
        'body_json': ('context.req.body_json', 'use context.req.body'),
        'body_binary': ('context.req.body_binary', 'use context.req.body_raw'),
    }

    def __init__(self, members):
        self.__dict__.update(members)

    if not IS_V3:

        @property
        def body_json(self):
            return json_of(self.body_text)


class Context:
    def __init__(self, req, run):
        self.req = req
        self.res = Response()
        self._run = run

    if IS_V3:

        def log(self, message):
            self._run.log(text_of(message))

        def error(self, message):
            self._run.error(text_of(message))

    else:

        def log(self, *messages):
            self._run.log(' '.join(map(text_of, messages)))

        def error(self, *messages):
            self._run.error(' '.join(map(text_of, messages)))


def text_of(message):
    is_structure = isinstance(message, (list, dict, tuple))
    return json.dumps(message, separators=(',', ':')) if is_structure else str(message)


def json_of(text):
    return json.loads(text) if text else {}


# --- Logs and output ------------------------------------------------------------------------------------------------


class Run:
    """Everything that one call logs and prints."""

    def __init__(self, run_id):
        self._id = run_id
        self._logs = []
        self._errors = []
        self._printed = []
        self._unfinished_line = ''
        open_runs.add(self)

    def log(self, text):
        self._add(self._logs, 'log', text)

    def error(self, text):
        self._add(self._errors, 'error', text)

    def print(self, text):
        *lines, self._unfinished_line = (self._unfinished_line + text).split('\n')
        for line in lines:
            self._add(self._printed, 'log', line)

    def _add(self, lines, stream, text):
        lines.append(text)
        channel.tell(run=self._id, stream=stream, text=text)

    def headers(self):
        """Ends the logs and returns them as the headers of the answer."""
        if self._unfinished_line:
            self.print('\n')
        open_runs.discard(self)
        logs = self._logs + (['', BANNER, *self._printed] if self._printed else [])
        return {
            'x-open-runtimes-logs': quote('\n'.join(logs), errors='replace'),
            'x-open-runtimes-errors': quote('\n'.join(self._errors), errors='replace'),
        }


current_run = contextvars.ContextVar('current_run', default=None)
# Runs without an answer yet.
open_runs = set()


class Output(io.TextIOBase):
    """Stands for sys.stdout and sys.stderr: gives each text to the run that prints it."""

    encoding = 'utf-8'
    errors = 'replace'

    def __init__(self, stream):
        self._stream = stream

    def write(self, text):
        run = current_run.get()
        if run is None and len(open_runs) == 1:
            # Printed by a thread that the code has started: it belongs to no run, but there is only one.
            run = next(iter(open_runs), None)
        if run in open_runs:
            run.print(text)
        else:
            self._stream.write(text)
            self._stream.flush()
        return len(text)

    def writable(self):
        return True

    def flush(self):
        self._stream.flush()

    def fileno(self):
        return self._stream.fileno()

    @property
    def buffer(self):
        return self._stream.buffer


# --- The function ---------------------------------------------------------------------------------------------------


class Refused(Exception):
    """An error whose message says it all: a traceback would be of this file."""


TIMED_OUT = object()
import_lock = threading.Lock()


def load_main():
    """Returns the function `main` of the entry point, which the first call imports."""
    if not os.path.isfile(os.path.join(FOLDER, ENTRYPOINT)):
        raise Refused(f"{ENTRYPOINT} can't be loaded: there is no such file in {FOLDER}")
    with import_lock:
        if 'function' not in sys.modules:
            import_package()
    path = ENTRYPOINT[: -len('.py')] if ENTRYPOINT.endswith('.py') else ENTRYPOINT
    module = importlib.import_module('function.' + path.replace('/', '.'))
    if not callable(getattr(module, 'main', None)):
        raise Refused(f'{ENTRYPOINT} defines no function main(context)')
    return module.main


def import_package():
    """Makes the folder the package `function`, as it is on a server. So relative imports work."""
    init = os.path.join(FOLDER, '__init__.py')
    if os.path.isfile(init):
        spec = importlib.util.spec_from_file_location('function', init, submodule_search_locations=[FOLDER])
        package = importlib.util.module_from_spec(spec)
        sys.modules['function'] = package
        spec.loader.exec_module(package)
    else:
        package = types.ModuleType('function')
        package.__path__ = [FOLDER]
        sys.modules['function'] = package


def call_function(context, run, seconds):
    """Returns what the function returns, or TIMED_OUT. A thread of its own, since nothing ends code that does not return."""
    outcome = {}

    def work():
        current_run.set(run)
        try:
            main = load_main()
            outcome['output'] = await_main(main, context, seconds) if is_coroutine(main) else main(context)
        except BaseException as error:
            outcome['error'] = error

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if 'error' in outcome:
        raise outcome['error']
    return outcome.get('output', TIMED_OUT)


def is_coroutine(function):
    # The value of inspect.CO_COROUTINE: that module takes longer to load than all others together.
    return getattr(function, '__code__', None) is not None and function.__code__.co_flags & 0x80 != 0


def await_main(main, context, seconds):
    """Calls a function that is a coroutine, in an event loop of its own, and cancels it at the time-out."""
    import asyncio

    async def limited():
        task = asyncio.ensure_future(main(context))
        finished, _ = await asyncio.wait({task}, timeout=seconds)
        return task.result() if finished else TIMED_OUT

    return asyncio.run(limited())


def error_text(error):
    """Returns the traceback from the first frame of the function's code on."""
    if isinstance(error, Refused):
        return str(error)
    trace = traceback.TracebackException.from_exception(error)
    frames = list(trace.stack)
    first = next((at for at, frame in enumerate(frames) if frame.filename.startswith(FOLDER + os.sep)), len(frames))
    trace.stack = traceback.StackSummary.from_list(frames[first:])
    return ''.join(trace.format()).rstrip('\n')


# --- Requests and answers -------------------------------------------------------------------------------------------


def request_of(method, target, headers, content):
    """Makes the request that the function gets. The query is not decoded, and of a repeated name the last value counts."""
    raw_path, _, query_string = target.partition('?')
    # Flask, which the server uses, decodes the path.
    path = unquote(raw_path)
    query = {}
    for part in query_string.split('&'):
        name, _, value = part.partition('=')
        if name:
            query[name] = value
    scheme = headers.get('x-forwarded-proto', 'http')
    default_port = 443 if scheme == 'https' else 80
    host, _, given_port = headers.get('host', '').partition(':')
    port = int(given_port) if given_port.isdigit() else default_port
    text = content.decode('utf-8', 'replace')
    members = {
        'body_raw': text,
        'headers': {name: value for name, value in headers.items() if not is_of_protocol(name)},
        'method': method,
        'host': host,
        'scheme': scheme,
        'query': query,
        'query_string': query_string,
        'port': port,
        'url': scheme
        + '://'
        + host
        + ('' if port == default_port else f':{port}')
        + path
        + (f'?{query_string}' if query_string else ''),
        'path': path,
    }
    kind = headers.get('content-type', 'text/plain')
    if IS_V3:
        members['body'] = json_of(text) if 'application/json' in kind else text
    else:
        members['body_text'] = text
        members['body_binary'] = content
        is_json = kind.lower().startswith('application/json')
        is_binary = kind.lower().startswith(('application/', 'audio/', 'font/', 'image/', 'video/'))
        members['body'] = json_of(text) if is_json else content if is_binary else text
    return Request(members)


def is_of_protocol(name):
    return name.startswith('x-open-runtimes-')


def answer_of(output):
    """Returns status, headers and content of what the function returned."""
    if output is TIMED_OUT:
        raise Refused('The function timed out.')
    if output is None:
        raise Refused('The function returned nothing. Return context.res.empty() to answer without a body.')
    if not isinstance(output, dict):
        raise Refused(f'Invalid status code: the function returned a {type(output).__name__}, not a response')
    status = output.get('statusCode', 200)
    if not isinstance(status, int) or not 200 <= status <= 999:
        raise Refused(f'Invalid status code: {status}')
    headers = {'content-type': 'text/plain'}
    for name, value in (output.get('headers') or {}).items():
        headers[str(name).lower()] = str(value)
    if any(character in text for pair in headers.items() for text in pair for character in '\r\n\0'):
        raise Refused('A header of the response has a line break')
    kind = headers['content-type']
    if not kind.startswith('multipart/') and 'charset=' not in kind:
        headers['content-type'] = f'{kind}; charset=utf-8'
    # The way in which the answer is sent is not the function's to say.
    for name in ('content-length', 'transfer-encoding', 'connection'):
        headers.pop(name, None)
    return status, {name: value for name, value in headers.items() if not is_of_protocol(name)}, content_of(output.get('body'))


def content_of(body):
    if body is None:
        return b''
    if isinstance(body, (bytes, bytearray, memoryview)):
        return bytes(body)
    return (body if isinstance(body, str) else json.dumps(body, separators=(',', ':'))).encode('utf-8', 'replace')


PLAIN_TEXT = {'content-type': 'text/plain; charset=utf-8'}


def answer(method, target, headers, content):
    """Returns status, headers and content."""
    timeout = headers.get('x-open-runtimes-timeout', '')
    if timeout and not (timeout.isdigit() and int(timeout) > 0):
        return 500, PLAIN_TEXT, b'The header x-open-runtimes-timeout is not a number above 0.'
    if headers.get('x-open-runtimes-secret') != SECRET:
        return 500, PLAIN_TEXT, b'The header x-open-runtimes-secret is missing or wrong.'
    run = Run(headers.get('x-open-runtimes-run'))
    try:
        if len(content) > MAX_BODY_BYTES:
            raise Refused(f'The body of the request has more than {MAX_BODY_BYTES} bytes.')
        try:
            req = request_of(method, target, headers, content)
        except ValueError as error:
            raise Refused(f'The body of the request is not the JSON that its content type says: {error}')
        output = call_function(Context(req, run), run, int(timeout) if timeout else None)
        status, answer_headers, answer_content = answer_of(output)
    except BaseException as error:
        run.error(error_text(error))
        status, answer_headers, answer_content = 500, PLAIN_TEXT, b''
    return status, {**answer_headers, **run.headers()}, answer_content


# --- HTTP -----------------------------------------------------------------------------------------------------------


def read_request(reader):
    """Returns method, target, headers and content of a request; None at the end of the connection."""
    line = reader.readline()
    if not line:
        return None
    method, target, _ = line.decode('latin-1').split(' ', 2)
    headers = {}
    while True:
        line = reader.readline().decode('latin-1').rstrip('\r\n')
        if not line:
            break
        name, _, value = line.partition(':')
        headers[name.lower()] = value.strip()
    return method, target, headers, read_content(reader, headers)


def read_content(reader, headers):
    if headers.get('transfer-encoding', '').lower() != 'chunked':
        return reader.read(int(headers.get('content-length', 0)))
    chunks = []
    while True:
        size = int(reader.readline().split(b';')[0], 16)
        chunks.append(reader.read(size))
        reader.readline()
        if size == 0:
            return b''.join(chunks)


def write_answer(connection, method, status, headers, content):
    is_bare = status in (204, 304)
    length = {} if is_bare else {'content-length': len(content)}
    fields = ''.join(f'{name}: {value}\r\n' for name, value in {**headers, **length}.items())
    head = f'HTTP/1.1 {status} -\r\n{fields}\r\n'.encode('latin-1', 'replace')
    connection.sendall(head if is_bare or method == 'HEAD' else head + content)


def serve(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        with connection, connection.makefile('rb') as reader:
            while True:
                request = read_request(reader)
                if request is None:
                    return
                write_answer(connection, request[0], *answer(*request))
    except OSError:
        # The parent has closed the connection.
        pass


def end_with_stdin():
    # The code gets an empty stdin, since it must not take the end of this one.
    stdin = os.dup(0)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)

    def wait():
        while os.read(stdin, 4096):
            pass
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()


def main():
    global channel
    channel = Channel()
    end_with_stdin()
    sys.stdout, sys.stderr = Output(sys.stdout), Output(sys.stderr)
    # As on a server, modules come from the package and from the libraries, but not from the folder of this file.
    sys.path[:] = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]
    # Files of bytecode would look like changes of the user's code.
    sys.dont_write_bytecode = True
    listener = socket.create_server(('127.0.0.1', 0), backlog=128)
    channel.tell(port=listener.getsockname()[1])
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


# Processes that the code starts by `multiprocessing` import this file too.
if __name__ == '__main__':
    main()
