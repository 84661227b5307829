using System.Text;
using MdeHunting.Text;

namespace MdeHunting.Contract;

/// <summary>
/// What is told of an exception that was not ours, where it is behind one of ours: its type, its message and where it was thrown. The exception itself is let
/// go of, since whatever else hangs on it (a request with its token, a response as it came) would stay in <c>$Error</c> and be shown by <c>Get-Error</c>.
/// </summary>
internal sealed class CauseException : Exception
{
    // Deeper than any that was seen; a chain that a response has made longer says no more.
    private const int Deepest = 8;

    private readonly string _text;

    private CauseException(string typeName, string text, string? stackTrace, CauseException? inner)
        : base(TerminalSafeText.Line(text), inner)
    {
        _text = text;
        TypeName = typeName;
        StackTrace = stackTrace;
    }

    /// <summary>The type of the exception.</summary>
    public string TypeName { get; }

    /// <inheritdoc/>
    public override string? StackTrace { get; }

    /// <summary>What may stand behind an exception of ours: one of ours itself, else what is told of it.</summary>
    public static Exception? Of(Exception? exception) => exception is null or MdeException or CauseException ? exception : Of(exception, 1);

    /// <summary>The same without its words, where they may repeat what was read.</summary>
    public static CauseException WithoutWords(Exception exception) =>
        Of(exception, 1).Retold(_ => "(its message is omitted, because it might repeat what was read)");

    /// <summary>The same with other texts.</summary>
    public CauseException Retold(Func<string, string> tell) => new(TypeName, tell(_text), StackTrace, (InnerException as CauseException)?.Retold(tell));

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder($"{TypeName}: {Message}");
        if (InnerException is not null)
        {
            text.Append("\n ---> ").Append(InnerException);
        }

        return StackTrace is null ? text.ToString() : text.Append('\n').Append(StackTrace).ToString();
    }

    private static CauseException Of(Exception exception, int depth) =>
        new(
            exception.GetType().FullName!,
            exception.Message,
            exception.StackTrace,
            exception.InnerException is { } inner && depth < Deepest ? Of(inner, depth + 1) : null
        );
}
