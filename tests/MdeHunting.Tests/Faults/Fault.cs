using MdeHunting.Lab.Faults;
using MdeHunting.TestKit.Chaos;

namespace MdeHunting.Tests.Faults;

/// <summary>A fault and what a person is promised of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ErrorId">The error where it does not pass.</param>
/// <param name="Respond">What a request gets, given another host's address; null where it is not a response that is at fault.</param>
internal sealed record Fault(string Name, string ErrorId, Func<Uri, LabResponseFault>? Respond)
{
    public const string Handshake = "TLS handshake broken off";
    public const string Challenge = "Claims challenge";

    /// <summary>How long the service asks to wait with it.</summary>
    public const int AskedSeconds = 7;

    public static IReadOnlyList<Fault> All { get; } =
    [
        Passing("429, Retry-After in seconds", "QuotaExhausted", LabResponseFault.TooManyRequests($"{AskedSeconds}")) with
        {
            AsksToWait = true,
            EndsRun = true,
        },
        Passing("429, Retry-After as a date", "QuotaExhausted", LabResponseFault.TooManyRequestsUntil(TimeSpan.FromSeconds(AskedSeconds))) with
        {
            EndsRun = true,
        },
        Passing("429, Retry-After is junk", "QuotaExhausted", LabResponseFault.TooManyRequests("soon")) with
        {
            EndsRun = true,
        },
        Passing("429, no Retry-After", "QuotaExhausted", LabResponseFault.TooManyRequests()) with
        {
            EndsRun = true,
        },
        Passing(
            "429, calls quota",
            "QuotaExhausted",
            LabResponseFault.Refuse(429, "TooManyRequests", "API calls quota exceeded! maximum allowed 45 per 00:01:00")
        ) with
        {
            EndsRun = true,
        },
        Passing("500", "ServiceError", LabResponseFault.Refuse(500, "InternalServerError", "Broken.")),
        Passing("502, HTML", "AnswerNotFromService", LabResponseFault.Page()),
        Passing("503, Retry-After", "ServiceError", LabResponseFault.Refuse(503, "ServiceUnavailable", "Busy.", $"{AskedSeconds}")) with
        {
            AsksToWait = true,
        },
        Lasting("504 UnknownError", "QueryTimeout", LabResponseFault.GatewayTimeout()),
        Passing("504, page of a gateway", "AnswerNotFromService", LabResponseFault.Page(504)),
        Passing("Reset before the response", "HuntingServiceUnreachable", LabResponseFault.BreakBeforeResponse()),
        Passing("Reset in the headers", "HuntingServiceUnreachable", LabResponseFault.BreakInHeaders()),
        Passing("Reset in the body", "AnswerTruncated", LabResponseFault.ResetInBody()),
        Passing("Closed in the body", "AnswerTruncated", LabResponseFault.BreakInBody()),
        Passing("Body cut short, gzip", "AnswerTruncated", LabResponseFault.CutBody()),
        Passing("Body cut short, plain", "AnswerTruncated", new PlainCutFault()),
        Passing("Content-Length too short", "AnswerTruncated", LabResponseFault.WrongLength(-10)),
        Passing("Content-Length too long", "AnswerTruncated", LabResponseFault.WrongLength(10)),
        Passing("Empty body", "AnswerEmpty", LabResponseFault.Empty()),
        Passing("HTML with 200", "AnswerNotFromService", LabResponseFault.Page(200)),
        Passing("200 with an error", "ServiceError", LabResponseFault.Refuse(200, "UnknownError", "Something went wrong.")),
        Passing("A flipped bit", "AnswerMalformed", new FlippedBitFault()),
        Passing("401 without a challenge", "Unauthorized", LabResponseFault.Refuse(401, "InvalidAuthenticationToken", "Not accepted.")) with
        {
            EndsRun = true,
            EndsConnection = true,
        },
        new("Redirect to another host", "RedirectRefused", elsewhere => LabResponseFault.Redirect(elsewhere.ToString(), 307)) { EndsRun = true },
        new(Handshake, "HuntingServiceUnreachable", null) { Passes = true },
        new(Challenge, "Unauthorized", null)
        {
            Passes = true,
            EndsRun = true,
            EndsConnection = true,
        },
    ];

    /// <summary>Whether the next attempt may be good, so that one such fault is never seen.</summary>
    public bool Passes { get; private init; }

    /// <summary>Whether it tells how long to wait.</summary>
    public bool AsksToWait { get; private init; }

    /// <summary>Whether it is taken to be of all windows, so that those after it are not asked for.</summary>
    public bool EndsRun { get; private init; }

    /// <summary>Whether it is taken to be of the connection's sign-in, so that its other queries are not asked.</summary>
    public bool EndsConnection { get; private init; }

    public static Fault Named(string name) => All.Single(fault => fault.Name == name);

    public override string ToString() => Name;

    private static Fault Passing(string name, string errorId, LabResponseFault response) => new(name, errorId, _ => response) { Passes = true };

    private static Fault Lasting(string name, string errorId, LabResponseFault response) => new(name, errorId, _ => response);
}
