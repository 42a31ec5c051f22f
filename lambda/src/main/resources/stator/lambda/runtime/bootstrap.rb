# Connects a Ruby handler with the Runtime API: asks for an invocation, calls the handler, answers.
# Started as a program of its own, with what AWS has in the environment of a function.

require "json"
require "net/http"

TASK_ROOT = ENV.fetch("LAMBDA_TASK_ROOT")
HOST, SECRET = ENV.fetch("AWS_LAMBDA_RUNTIME_API").split("/")
BASE = "/#{SECRET}/2018-06-01/runtime"
$stdout.sync = true
$stderr.sync = true

class LambdaContext
  attr_reader :aws_request_id, :invoked_function_arn, :log_group_name, :log_stream_name, :function_name,
              :memory_limit_in_mb, :function_version, :identity, :client_context, :deadline_ms

  def initialize(headers)
    @aws_request_id = headers["lambda-runtime-aws-request-id"]
    @deadline_ms = headers["lambda-runtime-deadline-ms"].to_i
    @invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
    context = headers["lambda-runtime-client-context"]
    @client_context = JSON.parse(context) if context
    @log_group_name = ENV["AWS_LAMBDA_LOG_GROUP_NAME"]
    @log_stream_name = ENV["AWS_LAMBDA_LOG_STREAM_NAME"]
    @function_name = ENV["AWS_LAMBDA_FUNCTION_NAME"]
    @memory_limit_in_mb = ENV["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    @function_version = ENV["AWS_LAMBDA_FUNCTION_VERSION"]
  end

  def get_remaining_time_in_millis
    [@deadline_ms - (Time.now.to_f * 1000).to_i, 0].max
  end
end

def described(error)
  trace = (error.backtrace || []).reject { |line| line.include?(__FILE__) }
  { errorMessage: error.message, errorType: "Function<#{error.class.name}>",
    stackTrace: trace.map { |line| line.gsub(TASK_ROOT, "/var/task") } }
end

def load_handler(name)
  file, method = name.split(".", 2)
  raise ArgumentError, "Invalid handler #{name}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD" if method.nil?

  $LOAD_PATH.unshift(TASK_ROOT)
  require File.join(TASK_ROOT, file)
  *constants, called = method.split(".")
  owner = constants.empty? ? self : Object.const_get(constants.join("::"))
  ->(event, context) { owner.send(called, event: event, context: context) }
end

host, port = HOST.split(":")
api = Net::HTTP.new(host, port.to_i)
api.read_timeout = nil
api.keep_alive_timeout = 3600
api.start
begin
  handler = load_handler(ENV.fetch("_HANDLER"))
rescue Exception => error # rubocop:disable Lint/RescueException
  failed = described(error)
  failed[:errorType] = "Init<#{error.class.name}>"
  puts JSON.generate(failed)
  api.post("#{BASE}/init/error", JSON.generate(failed))
  exit 1
end
loop do
  asked = api.get("#{BASE}/invocation/next")
  exit(asked.code == "410" ? 0 : 1) unless asked.code == "200"
  id = asked["lambda-runtime-aws-request-id"]
  ENV["_X_AMZN_TRACE_ID"] = asked["lambda-runtime-trace-id"]
  begin
    result = JSON.generate(handler.call(JSON.parse(asked.body), LambdaContext.new(asked)))
    puts "\x1e#{id}"
    api.post("#{BASE}/invocation/#{id}/response", result)
  rescue StandardError => error
    failed = described(error)
    puts "Error raised from handler method\r#{JSON.generate(failed)}"
    puts "\x1e#{id}"
    api.post("#{BASE}/invocation/#{id}/error", JSON.generate(failed), "Lambda-Runtime-Function-Error-Type" => "Unhandled")
  end
end
