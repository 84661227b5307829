namespace MdeHunting.Lab.Faults;

/// <summary>
/// What a hunting request gets instead of its answer. Where a fault does something to the true answer, the query is run first, and one that is refused
/// is refused as ever.
/// </summary>
public abstract class LabAnswerFault
{
    private protected LabAnswerFault()
    {
    }

    /// <summary>429 in each service's own envelope.</summary>
    /// <param name="retryAfter">The Retry-After header: seconds, or a date, or whatever else; null for none.</param>
    public static LabAnswerFault TooManyRequests(string? retryAfter = null) => Refuse(
        StatusCodes.Status429TooManyRequests, "TooManyRequests", "You have exceeded processing resources allocated to this tenant.", retryAfter);

    /// <summary>504 with the code UnknownError and no words, as Graph answers a query that is too heavy.</summary>
    public static LabAnswerFault GatewayTimeout() => Refuse(StatusCodes.Status504GatewayTimeout, "UnknownError", "");

    /// <summary>An error in each service's own envelope.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">The error's message.</param>
    /// <param name="retryAfter">The Retry-After header as it is to be sent; null for none.</param>
    public static LabAnswerFault Refuse(int status, string code, string message, string? retryAfter = null) => new RefusalFault(new(status, code, message), retryAfter);

    /// <summary>A page of HTML, as a proxy on the way answers.</summary>
    public static LabAnswerFault Page(int status = StatusCodes.Status502BadGateway) =>
        new PageFault(status, "text/html", "<html><head><title>Gateway</title></head><body><h1>The proxy could not reach the server</h1></body></html>");

    /// <summary>No body at all.</summary>
    public static LabAnswerFault Empty(int status = StatusCodes.Status200OK) => new PageFault(status, null, "");

    /// <summary>The connection breaks before the first byte of an answer.</summary>
    public static LabAnswerFault BreakBeforeAnswer() => new BrokenConnectionFault();

    /// <summary>The connection breaks in the middle of the true answer.</summary>
    /// <param name="share">How much of the body is sent before, from 0 to 1.</param>
    public static LabAnswerFault BreakInBody(double share = 0.5) => new ShortBodyFault(share, breaks: true);

    /// <summary>The true answer ends too early, but as HTTP ends an answer that is whole; what is compressed is cut as it is sent.</summary>
    /// <param name="share">How much of the body is sent, from 0 to 1.</param>
    public static LabAnswerFault CutBody(double share = 0.5) => new ShortBodyFault(share, breaks: false);

    internal abstract Task AnswerAsync(FaultyExchange exchange);
}
