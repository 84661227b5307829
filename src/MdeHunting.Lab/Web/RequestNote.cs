namespace MdeHunting.Lab.Web;

/// <summary>What an endpoint learns of the request that it answers, for the log.</summary>
internal sealed class RequestNote
{
    public DateTimeOffset Arrived { get; set; }

    public string? Tenant { get; set; }

    public string? Api { get; set; }

    public string? Query { get; set; }

    public string? Timespan { get; set; }

    public int? Rows { get; set; }

    public long? Bytes { get; set; }

    /// <summary>Writes the log's entry for a request that is about to be left without a response.</summary>
    public Action RecordWithoutResponse { get; set; } = () => { };

    public static RequestNote Of(HttpContext context)
    {
        if (context.Features.Get<RequestNote>() is { } note)
        {
            return note;
        }

        note = new RequestNote();
        context.Features.Set(note);
        return note;
    }
}
