-- wrk.lua - requests for wrk: wrk … -s bench/wrk.lua URL -- FILE random|inturn
-- FILE has one request a line, "METHOD<tab>PATH" or "METHOD<tab>PATH<tab>BODY", taken at random or one after the other. In a
-- body @ is a running number, and # a digit from 0 to 2 that is another one each time the line is taken again.
-- COOKIE of the environment is the session.
local lines = {}
local in_turn
local at, pass, n = 0, 0, 0
local thread_no = 0

function setup(thread)
  thread:set("id", thread_no)
  thread_no = thread_no + 1
end

function init(args)
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^([A-Z]+)\t([^\t]+)\t?(.*)$")
    lines[#lines + 1] = { method = method, path = path, body = body ~= "" and body or nil, times = 0 }
  end
  in_turn = args[2] == "inturn"
  math.randomseed(id + 1)
  wrk.headers["Cookie"] = os.getenv("COOKIE")
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["X-Cardinal"] = "1"
end

function request()
  local line
  if in_turn then
    at = at % #lines + 1
    line = lines[at]
  else
    line = lines[math.random(#lines)]
  end
  if not line.body then
    return wrk.format(line.method, line.path)
  end
  n = n + 1
  line.times = line.times + 1
  local body = line.body:gsub("@", id .. "-" .. n):gsub("#", tostring(line.times % 3))
  return wrk.format(line.method, line.path, nil, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"seconds":%.3f,"bytes":%d,"p50_us":%d,"p95_us":%d,"p99_us":%d,"max_us":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50), latency:percentile(95),
    latency:percentile(99), latency.max, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
