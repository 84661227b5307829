using System.Management.Automation;
using MdeHunting.Contract;
using MdeHunting.Text;

namespace MdeHunting;

/// <summary>
/// A failure that is told in full: what happened, what the service said of it, and what to try next. <see cref="Exception.Message"/> holds the first and the
/// last, in one line.
/// </summary>
/// <remarks>
/// In every text that a property gives, what is not seen is made visible (an escape character as <c>&lt;U+001B&gt;</c>), for PowerShell shows properties as
/// they are: Get-Error passes all views by. The exact text of what came from elsewhere is given by a method.
/// </remarks>
public abstract class MdeException : Exception
{
    // Whatever a failure repeats of a service, a file or a query, it stays a message.
    private const int LongestWhat = 2 * ForeignText.MostShown;

    private readonly object? _target;
    private readonly string? _serviceCode;
    private readonly string? _serviceMessage;
    private readonly string? _requestId;
    private string? _label;

    private protected MdeException(string errorId, string what, string nextStep, Exception? inner = null)
        : base(TerminalSafeText.Line(Sentence.Join(ForeignText.Cut(what, LongestWhat), nextStep)), CauseException.Of(inner))
    {
        What = Sentence.Of(ForeignText.Cut(what, LongestWhat));
        ErrorId = errorId;
        NextStep = TerminalSafeText.Line(nextStep);
    }

    /// <summary>The same failure with other texts.</summary>
    private protected MdeException(MdeException other, Func<string, string> tell, string? nextStep = null)
        : base(TerminalSafeText.Line(Sentence.Join(tell(other.What), tell(nextStep ?? other.NextStep))), Retold(other.InnerException, tell))
    {
        What = Sentence.Of(tell(other.What));
        ErrorId = other.ErrorId;
        NextStep = TerminalSafeText.Line(tell(nextStep ?? other.NextStep));
        _target =
            other._target is string or Uri && tell(other._target.ToString()!) is var target && target != other._target.ToString() ? target : other._target;
        _serviceCode = Retold(other._serviceCode, tell);
        _serviceMessage = Retold(other._serviceMessage, tell);
        _requestId = Retold(other._requestId, tell);
        (_label, Connection, TenantId, Path) = (other._label, other.Connection, other.TenantId, other.Path);
    }

    /// <inheritdoc/>
    public override string Message => HasSubject ? TerminalSafeText.Line($"{_label}: {base.Message}") : base.Message;

    /// <summary>Whether the message begins with what the failure is about.</summary>
    internal bool HasSubject => _label is not null;

    /// <summary>The file of the query that failed; null where it was given as text, and for a failure of no query.</summary>
    public string? Path { get; private set; }

    /// <summary>The name of the connection that the query was for; null for a failure of no query.</summary>
    public string? Connection { get; private set; }

    /// <summary>The id of that connection's tenant; null where it cannot be known, and for a failure of no query.</summary>
    public string? TenantId { get; private set; }

    /// <summary>What happened, without what to try next; exact.</summary>
    internal string What { get; }

    /// <summary>The stable name of this kind of failure; the first part of the error record's FullyQualifiedErrorId.</summary>
    public string ErrorId { get; }

    /// <summary>The kind of failure in PowerShell's terms.</summary>
    public abstract ErrorCategory Category { get; }

    /// <summary>The next step that is recommended, as a sentence.</summary>
    public string NextStep { get; }

    /// <summary>What failed: a query, a path, a tenant, an address. Never a secret.</summary>
    public object? Target
    {
        get => _target is string text ? TerminalSafeText.Line(text) : _target;
        internal init => _target = value;
    }

    /// <summary>
    /// The service's own code for it, such as <c>BadRequest</c>, <c>authorization_declined</c> or <c>AADSTS53003</c>; null where it gave none.
    /// </summary>
    public string? ServiceCode
    {
        get => TerminalSafeText.LineOrNull(_serviceCode);
        internal init => _serviceCode = value;
    }

    /// <summary>The service's own words; null where it gave none.</summary>
    public string? ServiceMessage
    {
        get => TerminalSafeText.LineOrNull(_serviceMessage);
        internal init => _serviceMessage = value;
    }

    /// <summary>The service's id of the request, or Entra ID's correlation id: what Microsoft's support asks for. Null where there is none.</summary>
    public string? RequestId
    {
        get => TerminalSafeText.LineOrNull(_requestId);
        internal init => _requestId = value;
    }

    /// <summary>What failed, exactly: <see cref="Target"/> without characters made visible.</summary>
    public object? GetTarget() => _target;

    /// <summary>The service's code, exactly as it came.</summary>
    public string? GetServiceCode() => _serviceCode;

    /// <summary>The service's words, exactly as they came.</summary>
    public string? GetServiceMessage() => _serviceMessage;

    /// <summary>The id of the request, exactly as it came.</summary>
    public string? GetRequestId() => _requestId;

    /// <summary>The same failure with every text of it told in another way: without secrets.</summary>
    internal abstract MdeException Retold(Func<string, string> tell);

    private static string? Retold(string? text, Func<string, string> tell) => text is null ? null : tell(text);

    private static Exception? Retold(Exception? cause, Func<string, string> tell) =>
        cause switch
        {
            MdeException failure => failure.Retold(tell),
            CauseException told => told.Retold(tell),
            _ => cause,
        };

    /// <summary>Says, where nobody has yet, what the failure is about.</summary>
    /// <param name="label">What the message is to begin with; null where it is plain.</param>
    /// <param name="connection">The connection's name.</param>
    /// <param name="tenantId">The tenant's id.</param>
    /// <param name="path">The query's file.</param>
    internal void SetSubject(string? label, string connection, string? tenantId, string? path)
    {
        if (Connection is null)
        {
            (_label, Connection, TenantId, Path) = (label, TerminalSafeText.Line(connection), tenantId, path is null ? null : TerminalSafeText.Line(path));
        }
    }
}

/// <summary>A failure whose kind is one of a closed list, which names its error id.</summary>
/// <typeparam name="TFailure">The list.</typeparam>
public abstract class MdeException<TFailure> : MdeException
    where TFailure : struct, Enum
{
    private protected MdeException(TFailure failure, string what, string nextStep, Exception? inner)
        : base(failure.ToString(), what, nextStep, inner)
    {
        Failure = failure;
    }

    /// <summary>The same failure with other texts.</summary>
    private protected MdeException(MdeException<TFailure> other, Func<string, string> tell, string? nextStep = null)
        : base(other, tell, nextStep)
    {
        Failure = other.Failure;
    }

    /// <summary>The kind of failure.</summary>
    public TFailure Failure { get; }
}
