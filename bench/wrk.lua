-- wrk.lua - requests for wrk: wrk … -s bench/wrk.lua URL -- FILE [BODY]
-- FILE has one path a line, taken at random; with BODY each request posts it, @ replaced by a running number.
-- COOKIE of the environment is the session.
local paths = {}
local body
local n = 0
local thread_no = 0

function setup(thread)
  thread:set("id", thread_no)
  thread_no = thread_no + 1
end

function init(args)
  for line in io.lines(args[1]) do
    paths[#paths + 1] = line
  end
  body = args[2]
  math.randomseed(id + 1)
  wrk.headers["Cookie"] = os.getenv("COOKIE")
  if body then
    wrk.headers["Content-Type"] = "application/json"
    wrk.headers["X-Cardinal"] = "1"
  end
end

function request()
  local path = paths[math.random(#paths)]
  if not body then
    return wrk.format("GET", path)
  end
  n = n + 1
  return wrk.format("POST", path, nil, (body:gsub("@", id .. "-" .. n)))
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"seconds":%.3f,"bytes":%d,"p50_us":%d,"p95_us":%d,"p99_us":%d,"max_us":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes, latency:percentile(50), latency:percentile(95),
    latency:percentile(99), latency.max, errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
