# frozen_string_literal: true

# Runs a function for Ruby: answers HTTP on a port of the loopback interface, as the runtime of an Appwrite server does.
#
#     ruby ruby.rb PROTOCOL FOLDER
#
# PROTOCOL is v3 (Appwrite 1.5) or v4, FOLDER holds the code. The environment has OPEN_RUNTIMES_ENTRYPOINT, the file to
# load, and OPEN_RUNTIMES_SECRET, which each request has to bring. The process ends when its stdin closes. It writes
# lines of JSON to file descriptor 3: its port, and what the function logs, at once.
#
# Needs Ruby 3.0 or newer, and its standard library.

require 'json'
require 'socket'

# --- The context of a call. The classes have the names of a server ----------------------------------------------------

class RuntimeResponse
  def send(body, status_code = 200, headers = {})
    { 'body' => body, 'statusCode' => status_code, 'headers' => headers }
  end

  def json(obj, status_code = 200, headers = {})
    self.send(obj.to_json, status_code, headers.merge('content-type' => 'application/json'))
  end

  def empty
    self.send('', 204)
  end

  def redirect(url, status_code = 301, headers = {})
    self.send('', status_code, headers.merge('location' => url))
  end
end

class RuntimeRequest
  attr_accessor :body_raw, :body, :headers, :method, :url, :path, :port, :scheme, :host, :query, :query_string

  def initialize(members)
    members.each { |name, value| instance_variable_set("@#{name}", value) }
  end
end

class RuntimeContext
  attr_accessor :req, :res

  def initialize(req, run)
    @req = req
    @res = RuntimeResponse.new
    @run = run
  end

  def log(message)
    @run.log(AppwriteRunner.text_of(message))
  end

  def error(message)
    @run.error(AppwriteRunner.text_of(message))
  end
end

# Everything of this file that is not the user's to see.
module AppwriteRunner
  PROTOCOL, FOLDER = ARGV
  ENTRYPOINT = ENV.fetch('OPEN_RUNTIMES_ENTRYPOINT')
  SECRET = ENV.fetch('OPEN_RUNTIMES_SECRET')
  IS_V3 = PROTOCOL == 'v3'
  MAX_BODY_BYTES = (IS_V3 ? 1 : 20) * 1024**2
  PLAIN_TEXT = { 'content-type' => 'text/plain; charset=utf-8' }.freeze
  # The way in which an answer is sent is not the function's to say.
  FRAMING = %w[content-length transfer-encoding connection].freeze
  BANNER = '--- Printed by the code. Use context.log and context.error instead. ---'
  TIMED_OUT = Object.new

  # An error whose message says it all: a backtrace would be of this file.
  class Refusal < StandardError; end

  # Members that only a later version has stay missing in v3, but their use is told.
  module Later
    def self.add_to(type, name, members)
      members.each do |member, (instead, work)|
        if IS_V3
          type.define_method(member) do |*|
            AppwriteRunner.hint("#{name}.#{member} comes with Appwrite 1.6 and is a NoMethodError on 1.5: use #{name}.#{instead}")
            # With the caller's backtrace, so that Ruby does not show a line of this file.
            Kernel.raise NoMethodError, "undefined method `#{member}' for an instance of #{type}", caller
          end
        else
          type.define_method(member, &work)
        end
      end
    end
  end

  send_body = ->(body, status_code = 200, headers = {}) { RuntimeResponse.new.send(body, status_code, headers) }
  Later.add_to(RuntimeResponse, 'context.res', { text: ['send', send_body], binary: ['send', send_body] })
  Later.add_to(
    RuntimeRequest,
    'context.req',
    {
      body_text: ['body_raw', -> { body_raw }],
      body_json: ['body', -> { AppwriteRunner.parse_json(body_raw) }],
      body_binary: ['body_raw', -> { @body_binary }]
    }
  )

  unless IS_V3
    class ::RuntimeContext
      def log(*messages)
        @run.log(messages.map { |message| AppwriteRunner.text_of(message) }.join(' '))
      end

      def error(*messages)
        @run.error(messages.map { |message| AppwriteRunner.text_of(message) }.join(' '))
      end
    end
  end

  # Everything that one call logs and prints.
  class Run
    def initialize(id)
      @id = id
      @logs = []
      @errors = []
      @printed = []
      @unfinished_line = +''
      @lock = Mutex.new
    end

    def log(text) = add(@logs, 'log', text)

    def error(text) = add(@errors, 'error', text)

    def print(text)
      *lines, @unfinished_line = @lock.synchronize { "#{@unfinished_line}#{text}".split("\n", -1) }
      lines.each { |line| add(@printed, 'log', line) }
    end

    # Ends the logs and returns them as the headers of the answer.
    def headers
      print("\n") unless @unfinished_line.to_s.empty?
      logs = @printed.empty? ? @logs : [*@logs, '', BANNER, *@printed]
      {
        'x-open-runtimes-logs' => AppwriteRunner.percent_encoded(logs.join("\n")),
        'x-open-runtimes-errors' => AppwriteRunner.percent_encoded(@errors.join("\n"))
      }
    end

    private

    def add(lines, stream, text)
      text = text.dup.force_encoding(Encoding::UTF_8).scrub
      lines << text
      AppwriteRunner.tell(run: @id, stream: stream, text: text)
    end
  end

  # Stands for $stdout and $stderr: gives each text to the run that prints it.
  class Output < BasicObject
    def initialize(stream)
      @stream = stream
    end

    def write(*texts)
      run = ::AppwriteRunner.current_run
      return @stream.write(*texts) if run.nil?

      texts.each { |text| run.print(text.to_s) }
      texts.sum { |text| text.to_s.bytesize }
    end

    def print(*values)
      write(*values)
      nil
    end

    def <<(value)
      write(value)
      self
    end

    def puts(*values)
      lines = values.empty? ? [''] : values.flatten
      lines.each { |line| write(line.to_s.end_with?("\n") ? line : "#{line}\n") }
      nil
    end

    def printf(*values)
      write(::Kernel.format(*values))
      nil
    end

    def respond_to?(name, all = false)
      name == :write || @stream.respond_to?(name, all)
    end

    def method_missing(name, ...)
      @stream.public_send(name, ...)
    end

    def respond_to_missing?(...) = true
  end

  @channel_lock = Mutex.new
  @load_lock = Mutex.new
  @hinted = {}
  # Runs without an answer yet.
  @open_runs = {}

  class << self
    def main
      Encoding.default_external = Encoding::UTF_8
      @channel = IO.for_fd(3, 'w')
      @channel.close_on_exec = true
      @channel.sync = true
      end_with_stdin
      $stdout = Output.new($stdout)
      $stderr = Output.new($stderr)
      listener = TCPServer.new('127.0.0.1', 0)
      tell(port: listener.addr[1])
      loop do
        connection = listener.accept
        Thread.new { serve(connection) }
      end
    end

    # The run that the code of this thread belongs to. A thread that the code has started belongs to none, but if there is
    # only one run, it is that one's.
    def current_run
      run = Thread.current.thread_variable_get(:appwrite_run)
      run = @open_runs.keys.first if run.nil? && @open_runs.size == 1
      run if @open_runs.key?(run)
    end

    def tell(message)
      @channel_lock.synchronize { @channel.write("#{JSON.generate(message)}\n") }
    rescue SystemCallError
      # The parent is gone. The end of stdin follows.
    end

    # Tells the user once.
    def hint(text)
      return if @hinted[text]

      @hinted[text] = true
      tell(stream: 'hint', text: text)
    end

    def text_of(message)
      case message
      when Array, Hash then message.to_json
      when nil then 'nil'
      else message.to_s
      end
    end

    def percent_encoded(text)
      text.b.gsub(/[^A-Za-z0-9\-._~]/) { |byte| format('%%%02X', byte.ord) }
    end

    def parse_json(text)
      text.empty? ? {} : JSON.parse(text)
    rescue JSON::ParserError => e
      raise Refusal, "The body of the request is not the JSON that its content type says: #{e.message}"
    end

    private

    def end_with_stdin
      # The code gets an empty stdin, since it must not take the end of this one.
      stdin = $stdin.dup
      $stdin.reopen(File::NULL)
      Thread.new do
        nil while stdin.read(4096)
        exit!(0)
      end
    end

    # --- HTTP ---------------------------------------------------------------------------------------------------------

    def serve(connection)
      connection.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
      while (line = connection.gets)
        method, target = line.split(' ')
        headers = read_headers(connection)
        content = read_content(connection, headers)
        write(connection, method, *answer(method, target, headers, content))
      end
    rescue SystemCallError, IOError
      # The parent has closed the connection.
    ensure
      connection.close
    end

    def read_headers(connection)
      headers = {}
      until (line = connection.gets.to_s.chomp).empty?
        name, value = line.split(':', 2)
        headers[name.downcase] = value.strip.force_encoding(Encoding::UTF_8)
      end
      headers
    end

    def read_content(connection, headers)
      return connection.read(headers['content-length'].to_i) if headers['transfer-encoding'].to_s.downcase != 'chunked'

      content = +''.b
      loop do
        size = connection.gets.hex
        content << connection.read(size)
        connection.gets
        return content if size.zero?
      end
    end

    def write(connection, method, status, headers, content)
      is_bare = [204, 304].include?(status)
      headers = headers.merge('content-length' => content.bytesize) unless is_bare
      fields = headers.map { |name, value| "#{name}: #{value}\r\n" }.join
      head = "HTTP/1.1 #{status} -\r\n#{fields}\r\n".b
      connection.write(is_bare || method == 'HEAD' ? head : head + content.b)
    end

    # --- Calls --------------------------------------------------------------------------------------------------------

    # Returns status, headers and content.
    def answer(method, target, headers, content)
      timeout = headers['x-open-runtimes-timeout'].to_s
      unless timeout.empty? || timeout.match?(/\A0*[1-9]\d*\z/)
        return [500, PLAIN_TEXT, 'The header x-open-runtimes-timeout is not a number above 0.']
      end
      if headers['x-open-runtimes-secret'] != SECRET
        return [500, PLAIN_TEXT, 'The header x-open-runtimes-secret is missing or wrong.']
      end

      run = Run.new(headers['x-open-runtimes-run'])
      @open_runs[run] = true
      begin
        raise Refusal, "The body of the request has more than #{MAX_BODY_BYTES} bytes." if content.bytesize > MAX_BODY_BYTES

        context = RuntimeContext.new(request_of(method, target, headers, content), run)
        status, answer_headers, answer_content = answer_of(call_function(context, run, timeout.empty? ? nil : timeout.to_i))
      rescue Exception => e
        run.error(error_text(e))
        status, answer_headers, answer_content = 500, PLAIN_TEXT, ''
      end
      answer_headers = answer_headers.merge(run.headers)
      @open_runs.delete(run)
      [status, answer_headers, answer_content]
    end

    # Returns what the function returns, or TIMED_OUT. A thread of its own, since nothing ends code that does not return.
    def call_function(context, run, seconds)
      error = nil
      worker = Thread.new do
        Thread.current.thread_variable_set(:appwrite_run, run)
        load_entrypoint
        TOPLEVEL_BINDING.receiver.__send__(:main, context)
      rescue Exception => e # Also that of `exit`, which would end the process.
        error = e
      end
      return TIMED_OUT unless worker.join(seconds)

      error ? raise(error) : worker.value
    end

    # Loads the file at each call, as on a server. Its constants would then give warnings.
    def load_entrypoint
      path = File.join(FOLDER, ENTRYPOINT)
      raise Refusal, "#{ENTRYPOINT} can't be loaded: there is no such file in #{FOLDER}" unless File.file?(path)

      @load_lock.synchronize do
        verbosity = $VERBOSE
        $VERBOSE = nil
        load(path)
      ensure
        $VERBOSE = verbosity
      end
      return if Object.private_method_defined?(:main) || Object.method_defined?(:main)

      raise Refusal, "#{ENTRYPOINT} defines no function main(context)"
    end

    # Returns status, headers and content of what the function returned.
    def answer_of(output)
      raise Refusal, 'The function timed out.' if output.equal?(TIMED_OUT)
      raise Refusal, 'The function returned nothing. Return context.res.empty to answer without a body.' if output.nil?
      unless output.is_a?(Hash)
        raise Refusal, "Invalid status code: the function returned a #{output.class}, not a response"
      end

      status = output['statusCode'] || 200
      raise Refusal, "Invalid status code: #{status}" unless status.is_a?(Integer) && status.between?(200, 999)

      headers = { 'content-type' => 'text/plain' }
      (output['headers'] || {}).each { |name, value| headers[name.to_s.downcase] = value.to_s }
      raise Refusal, 'A header of the response has a line break' if headers.flatten.any? { |text| text.match?(/[\r\n\0]/) }

      headers.reject! { |name, _| name.start_with?('x-open-runtimes-') || FRAMING.include?(name) }
      type = headers['content-type']
      headers['content-type'] = "#{type}; charset=utf-8" unless type.start_with?('multipart/') || type.include?('charset=')
      body = output['body']
      [status, headers, body.nil? ? '' : body.is_a?(String) ? body : body.to_json]
    end

    def error_text(error)
      return error.message if error.is_a?(Refusal)

      lines = (error.backtrace || []).reject { |line| line.start_with?(__FILE__) }
      ["#{error.class}: #{error.message}", *lines].join("\n")
    end

    # Makes the request that the function gets. The query is not decoded, and of a repeated name the last value counts.
    def request_of(method, target, headers, content)
      path, query_string = target.split('?', 2)
      query = {}
      query_string.to_s.split('&').each do |part|
        name, value = part.split('=', 2)
        query[name] = value.to_s unless name.to_s.empty?
      end
      scheme = headers['x-forwarded-proto'] || 'http'
      default_port = scheme == 'https' ? 443 : 80
      host, given_port = headers['host'].to_s.split(':')
      port = given_port.to_s.empty? ? default_port : given_port.to_i
      shown_port = port == default_port ? '' : ":#{port}"
      shown_query = query_string.to_s.empty? ? '' : "?#{query_string}"
      text = content.dup.force_encoding(Encoding::UTF_8).scrub
      RuntimeRequest.new(
        body_raw: text,
        body: body_of(text, content, headers['content-type'] || 'text/plain'),
        body_binary: content,
        headers: headers.reject { |name, _| name.start_with?('x-open-runtimes-') },
        method: method,
        url: "#{scheme}://#{host}#{shown_port}#{path}#{shown_query}",
        path: path,
        port: port,
        scheme: scheme,
        host: host.to_s,
        query: query,
        query_string: query_string.to_s
      )
    end

    def body_of(text, content, type)
      if IS_V3
        type.include?('application/json') ? parse_json(text) : text
      elsif type.downcase.start_with?('application/json')
        parse_json(text)
      else
        type.match?(%r{\A(application|audio|font|image|video)/}i) ? content : text
      end
    end
  end
end

AppwriteRunner.main
