using System.Globalization;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.Faults;

/// <summary>
/// What a hunting request gets instead of its response. Where a fault does something to the true response, the query is run first, and one that is refused
/// is refused as ever.
/// </summary>
public abstract class LabResponseFault
{
    private static readonly LabServiceError TooMany = new(
        StatusCodes.Status429TooManyRequests,
        "TooManyRequests",
        "You have exceeded processing resources allocated to this tenant."
    );

    private protected LabResponseFault() { }

    /// <summary>429 in each service's own envelope.</summary>
    /// <param name="retryAfter">The Retry-After header: seconds, or a date, or whatever else; null for none.</param>
    public static LabResponseFault TooManyRequests(string? retryAfter = null) => new RefusalFault(TooMany, _ => retryAfter);

    /// <summary>429 in each service's own envelope, with a Retry-After that is a date.</summary>
    /// <param name="wait">How far ahead of the service's own clock the date is; negative for one that is over.</param>
    public static LabResponseFault TooManyRequestsUntil(TimeSpan wait) =>
        new RefusalFault(TooMany, now => (now + wait).ToString("R", CultureInfo.InvariantCulture));

    /// <summary>504 with the code UnknownError and no words, as Graph answers a query that is too heavy.</summary>
    public static LabResponseFault GatewayTimeout() => Refuse(StatusCodes.Status504GatewayTimeout, "UnknownError", "");

    /// <summary>An error in each service's own envelope.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="message">The error's message.</param>
    /// <param name="retryAfter">The Retry-After header as it is to be sent; null for none.</param>
    public static LabResponseFault Refuse(int status, string code, string message, string? retryAfter = null) =>
        new RefusalFault(new(status, code, message), _ => retryAfter);

    /// <summary>An error in each service's own envelope that repeats the token, in its message and in headers.</summary>
    /// <param name="write">How it writes the token.</param>
    /// <param name="status">The HTTP status.</param>
    public static LabResponseFault Echo(Func<string, string> write, int status = StatusCodes.Status400BadRequest) => new EchoFault(status, write);

    /// <summary>A page of HTML, as a proxy on the way sends.</summary>
    public static LabResponseFault Page(int status = StatusCodes.Status502BadGateway) =>
        new PageFault(status, "text/html", "<html><head><title>Gateway</title></head><body><h1>The proxy could not reach the server</h1></body></html>");

    /// <summary>No body at all.</summary>
    public static LabResponseFault Empty(int status = StatusCodes.Status200OK) => new PageFault(status, null, "");

    /// <summary>No body, and a place elsewhere to ask.</summary>
    /// <param name="location">The Location header as it is to be sent.</param>
    /// <param name="status">302, 307 or another.</param>
    public static LabResponseFault Redirect(string location, int status = StatusCodes.Status302Found) => new RedirectFault(status, location);

    /// <summary>The connection is reset before the first byte of a response.</summary>
    public static LabResponseFault BreakBeforeResponse() => new BrokenConnectionFault();

    /// <summary>The connection is reset in the middle of the response's headers; with HTTP/2, the stream is reset before them.</summary>
    public static LabResponseFault BreakInHeaders() => new BrokenHeadersFault();

    /// <summary>
    /// The connection is closed in the middle of the true response; with HTTP/2, its stream is reset, and a client may then drop what it has not read yet.
    /// </summary>
    /// <param name="share">How much of the body is sent before, from 0 to 1.</param>
    /// <param name="pause">How long after that, by <see cref="Settings.LabOptions.Clock"/>; at once unless told.</param>
    public static LabResponseFault BreakInBody(double share = 0.5, TimeSpan pause = default) => new ShortBodyFault(share, BodyEnd.Closed, pause);

    /// <summary>The connection is reset in the middle of the true response; with HTTP/2, its stream is, as by <see cref="BreakInBody"/>.</summary>
    /// <param name="share">How much of the body is sent before, from 0 to 1.</param>
    /// <param name="pause">How long after that, by <see cref="Settings.LabOptions.Clock"/>; at once unless told.</param>
    public static LabResponseFault ResetInBody(double share = 0.5, TimeSpan pause = default) => new ShortBodyFault(share, BodyEnd.Reset, pause);

    /// <summary>The true response ends too early, but as HTTP ends a response that is whole; what is compressed is cut as it is sent.</summary>
    /// <param name="share">How much of the body is sent, from 0 to 1.</param>
    public static LabResponseFault CutBody(double share = 0.5) => new ShortBodyFault(share, BodyEnd.AsIfWhole, TimeSpan.Zero);

    /// <summary>
    /// The true response under a Content-Length that is not its own. Where it tells too much, the connection is closed once all is sent; where it tells too
    /// little, the rest follows and then the connection is closed, except with HTTP/2, which cannot send it.
    /// </summary>
    /// <param name="difference">How many bytes it tells too many, or too few where it is negative.</param>
    public static LabResponseFault WrongLength(int difference) =>
        difference == 0 ? throw new ArgumentOutOfRangeException(nameof(difference), "That length would be right.") : new WrongLengthFault(difference);

    /// <summary>The true response in small pieces: the first at once, and a pause by <see cref="Settings.LabOptions.Clock"/> before each of the others.</summary>
    /// <param name="size">How many bytes a piece has.</param>
    /// <param name="pause">How long each pause is.</param>
    public static LabResponseFault SlowBody(int size, TimeSpan pause)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new SlowBodyFault(size, pause);
    }

    /// <summary>
    /// Silence before the first byte of the true response. One without an end is logged when it begins, with <see cref="Web.LabRequest.NoResponse"/>.
    /// </summary>
    /// <param name="duration">How long, by <see cref="Settings.LabOptions.Clock"/>; null until the client leaves.</param>
    public static LabResponseFault SilenceBeforeResponse(TimeSpan? duration = null) => new SilenceFault(null, duration);

    /// <summary>Silence after the headers of the true response, or in its body.</summary>
    /// <param name="share">How much of the body is sent before, from 0 to 1.</param>
    /// <param name="duration">How long, by <see cref="Settings.LabOptions.Clock"/>; null until the client leaves.</param>
    public static LabResponseFault SilenceInBody(double share = 0, TimeSpan? duration = null) => new SilenceFault(share, duration);

    /// <summary>A response that wears a client out.</summary>
    public static LabResponseFault Hostile(HostileResponse response) => new HostileFault(response);

    internal abstract Task RespondAsync(FaultyExchange exchange);
}
