using System.Text.RegularExpressions;
using MdeHunting.Text;

namespace MdeHunting.Kql.Slips;

/// <summary>What a query has that KQL does not, and what to write instead.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Advice">What it is and what to write, as a sentence.</param>
/// <param name="Meant">The words that were probably meant.</param>
/// <param name="IsSure">Whether no query that has it can run; otherwise it counts only where the service itself stumbles over that place.</param>
internal sealed record KqlSlip(int Position, int Length, string Advice, IReadOnlyList<string> Meant, bool IsSure = true)
{
    private static readonly Regex Place = new(
        @" \(lines? \d+(, column \d+| and \d+)\)|^Line \d+, column \d+: ",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );
    private static readonly Regex Subject = new(@"^Line \d+, column \d+(?= )", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The advice without the place that it names, for a finding that has it beside: within a file the lines are others.</summary>
    public string AdviceWithoutPlace => Sentence.Begin(Place.Replace(Subject.Replace(Advice, "This"), string.Empty));
}
