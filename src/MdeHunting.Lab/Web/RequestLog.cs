namespace MdeHunting.Lab.Web;

/// <summary>Keeps what was asked of the lab. An entry is there before the client can have seen the response.</summary>
internal sealed class RequestLog(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<LabRequest> _requests = [];

    public IReadOnlyList<LabRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public async Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        // The server starts a response even to a connection that was broken: what comes first is what the client knows.
        var isRecorded = false;
        var note = RequestNote.Of(context);
        note.Arrived = clock.GetUtcNow();
        note.RecordWithoutResponse = () => Record(LabRequest.NoResponse);
        context.Response.OnStarting(() =>
        {
            Record(context.Response.StatusCode);
            return Task.CompletedTask;
        });
        try
        {
            await next(context);
        }
        finally
        {
            // The client left before there was a response.
            if (context.RequestAborted.IsCancellationRequested)
            {
                note.RecordWithoutResponse();
            }
        }

        void Record(int status)
        {
            if (!isRecorded)
            {
                Add(context, status);
            }

            isRecorded = true;
        }
    }

    private void Add(HttpContext context, int status)
    {
        var note = RequestNote.Of(context);
        var authorization = context.Request.Headers.Authorization.ToString();
        var request = new LabRequest(
            context.Request.Method,
            context.Request.Path,
            note.Tenant,
            note.Api,
            status,
            authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        )
        {
            Arrived = note.Arrived,
            Query = note.Query,
            Timespan = note.Timespan,
            Rows = note.Rows,
            Bytes = note.Bytes,
        };
        lock (_lock)
        {
            _requests.Add(request);
        }
    }
}
