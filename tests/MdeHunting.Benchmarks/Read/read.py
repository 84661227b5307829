"""Reads a response as a Python script does: urllib, gzip, json. Prints how long each round took."""
import gzip, json, os, ssl, sys, time, urllib.request

get = lambda name: os.environ["MDEHUNTING_BENCHMARK_" + name]
context = ssl.create_default_context(cafile=get("ROOT"))
headers = {"Authorization": "Bearer " + get("TOKEN"), "Content-Type": "application/json", "Accept-Encoding": "gzip"}
for turn in range(int(sys.argv[1]) + 1):
    started = time.perf_counter()
    request = urllib.request.Request(get("ADDRESS"), json.dumps({"Query": get("QUERY")}).encode(), headers)
    with urllib.request.urlopen(request, context=context) as response:
        body = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
    document = json.loads(body)
    count = 0
    for row in document.get("results") or document.get("Results"):
        count += 1
    if turn:
        print("python", round(time.perf_counter() - started, 4), flush=True)
    del document, body
