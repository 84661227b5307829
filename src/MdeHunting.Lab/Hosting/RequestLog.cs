namespace MdeHunting.Lab.Hosting;

/// <summary>Keeps what was asked of the lab. An entry is there before the client can have seen the answer.</summary>
internal sealed class RequestLog
{
    private readonly Lock _lock = new();
    private readonly List<LabRequest> _requests = [];

    public IReadOnlyList<LabRequest> Snapshot()
    {
        lock (_lock) return [.. _requests];
    }

    public Task RecordAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            Add(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Add(HttpContext context)
    {
        var note = RequestNote.Of(context);
        var authorization = context.Request.Headers.Authorization.ToString();
        var request = new LabRequest(
            context.Request.Method,
            context.Request.Path,
            note.Tenant,
            note.Api,
            context.Response.StatusCode,
            authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase));
        lock (_lock) _requests.Add(request);
    }
}
