namespace MdeHunting.Lab.Faults;

/// <summary>
/// The rules of which requests to the identity server, or to the part of Graph that registers applications, go wrong, and how: the first that fits and is not
/// used up is the one that counts.
/// </summary>
internal sealed class IdentityFaults
{
    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    public void Add(string end, LabIdentityFault fault, int? times, bool isDone)
    {
        lock (_lock)
        {
            _rules.Add(new(end, fault, isDone) { Left = times });
        }
    }

    /// <summary>Lets a request be answered, and does to its response what a rule says.</summary>
    public async Task RespondAsync(HttpContext context, RequestDelegate next)
    {
        if (Take($"{context.Request.Method} {context.Request.Path}") is not { } rule)
        {
            await next(context);
            return;
        }

        if (!rule.IsDone)
        {
            await rule.Fault.RespondAsync(context, []);
            return;
        }

        var sent = context.Response.Body;
        using var response = new MemoryStream();
        context.Response.Body = response;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = sent;
        }

        context.Response.ContentLength = null;
        await rule.Fault.RespondAsync(context, response.ToArray());
    }

    private Rule? Take(string request)
    {
        lock (_lock)
        {
            if (_rules.Find(one => one.Left is not 0 && request.EndsWith(one.End, StringComparison.OrdinalIgnoreCase)) is not { } rule)
            {
                return null;
            }

            rule.Left--;
            return rule;
        }
    }

    private sealed record Rule(string End, LabIdentityFault Fault, bool IsDone)
    {
        /// <summary>How many times it still applies; null for always.</summary>
        public int? Left { get; set; }
    }
}
