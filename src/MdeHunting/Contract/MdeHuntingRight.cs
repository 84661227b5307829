using MdeHunting.Text;

namespace MdeHunting;

/// <summary>Whether a token lets its bearer hunt through one service, and why, as far as the token tells.</summary>
public sealed class MdeHuntingRight : MdeOutput
{
    // What a token says of itself is as long as whoever made it likes.
    private const int MostCharacters = 1000;
    private const int MostBrief = 300;

    private readonly string? _brief;

    private MdeHuntingRight(MdeApi api, bool canHunt, string cause, string? advice, string? brief)
    {
        Api = api.ToString();
        CanHunt = canHunt;
        Cause = $"{char.ToUpperInvariant(cause[0])}{TerminalSafeText.Start(cause.Substring(1), MostCharacters)}.";
        Advice = advice is null ? null : TerminalSafeText.Start(advice, MostCharacters);
        _brief = brief is null ? null : TerminalSafeText.Start(brief, MostBrief);
    }

    /// <summary>The service that the right is for: a name of <see cref="MdeApi"/>.</summary>
    public string Api { get; }

    /// <summary>Whether the token has what the service asks for: its audience, its time and the permission.</summary>
    public bool CanHunt { get; }

    /// <summary>What gives the right, or the first thing that is missing and how to get it; in sentences.</summary>
    public string Reason => Advice is null ? Cause : $"{Cause} {Advice}";

    /// <summary>The reason's first sentence: what is so.</summary>
    internal string Cause { get; }

    /// <summary>The reason's other sentences: what to do, or what else is needed; null where there is nothing.</summary>
    internal string? Advice { get; }

    /// <summary>The service, yes or no, and the reason in short: <c>Endpoint: no (the token is for https://graph.microsoft.com)</c>.</summary>
    public override string ToString() => $"{Api}: {(CanHunt ? "yes" : "no")}{(_brief is null ? null : $" ({_brief})")}";

    /// <summary>A right that the token has.</summary>
    /// <param name="api">The service.</param>
    /// <param name="cause">What gives it; a clause.</param>
    /// <param name="advice">What else is needed, in sentences.</param>
    /// <param name="brief">The same in short.</param>
    internal static MdeHuntingRight Yes(MdeApi api, string cause, string? advice = null, string? brief = null) => new(api, true, cause, advice, brief);

    /// <summary>A right that the token does not have.</summary>
    /// <param name="api">The service.</param>
    /// <param name="cause">What is missing; a clause.</param>
    /// <param name="advice">How to get it, in sentences.</param>
    internal static MdeHuntingRight No(MdeApi api, string cause, string advice) => new(api, false, cause, advice, cause);
}
