using System.Management.Automation;
using MdeHunting.Pipeline;

namespace MdeHunting.Service;

/// <summary>
/// A failure that is told in full: what happened, what the service said of it, and what to try next. <see cref="Exception.Message"/> holds the first and the last,
/// in one line in which what is not seen is made visible (an escape character as <c>&lt;U+001B&gt;</c>).
/// </summary>
public abstract class MdeException : Exception
{
    // Whatever a failure repeats of a service, a file or a query, it stays a message.
    private const int LongestWhat = 2 * ForeignText.MostShown;

    private protected MdeException(string errorId, string what, string nextStep, Exception? inner = null)
        : base(VisibleText.Line($"{ForeignText.Cut(what, LongestWhat)} {nextStep}"), inner)
    {
        What = ForeignText.Cut(what, LongestWhat);
        ErrorId = errorId;
        NextStep = nextStep;
    }

    /// <summary>What happened, without what to try next.</summary>
    internal string What { get; }

    /// <summary>The stable name of this kind of failure; the first part of the error record's FullyQualifiedErrorId.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of failure in PowerShell's terms.</summary>
    public abstract ErrorCategory Category { get; }

    /// <summary>What to try next.</summary>
    public string NextStep { get; }

    /// <summary>What failed: a query, a path, a tenant, an address. Never a secret.</summary>
    public object? Target { get; internal init; }

    /// <summary>The service's own code for it, such as <c>BadRequest</c>, <c>authorization_declined</c> or <c>AADSTS53003</c>; null where it gave none.</summary>
    public string? ServiceCode { get; internal init; }

    /// <summary>The service's own words, unchanged; null where it gave none.</summary>
    public string? ServiceMessage { get; internal init; }

    /// <summary>The service's id of the request, or Entra ID's correlation id: what Microsoft's support asks for. Null where there is none.</summary>
    public string? RequestId { get; internal init; }
}
