using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using MdeHunting.TestKit;
using MdeHunting.Tests.Connections;
using Xunit;

namespace MdeHunting.Tests.Views;

/// <summary>Moments and numbers on the screen are the same in every culture, and of few forms.</summary>
public sealed partial class MomentFormatTests(ForeignConnectionTests.Connected connected) : IClassFixture<ForeignConnectionTests.Connected>
{
    // Those of UtcText, which the views cannot call: a second, when something happened to the millisecond, a bound as exact as it is, a time of this day, a
    // day; and a number.
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd HH:mm:ss'Z'",
        "yyyy-MM-dd HH:mm:ss.fff'Z'",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'",
        "HH:mm:ss'Z'",
        "yyyy-MM-dd",
        "0",
    ];

    private static readonly string[] Durations = [@"d\.hh\:mm\:ss"];

    private static readonly (string What, string Script)[] Outputs =
    [
        ("a connection", "Get-MdeConnection Here"),
        ("a token", "Get-MdeTokenInfo"),
        ("quotas", "Get-MdeQuota Here"),
        ("a result", "Invoke-MdeHuntingQuery Types -AsResult -StartTime 2026-11-01T10:00:00Z -EndTime 2026-11-01T11:00:00.1234567Z -Force -ErrorAction Ignore"),
        ("calls", "(Invoke-MdeHuntingQuery Types -AsResult).Calls"),
        ("what is missing", "(Invoke-MdeHuntingQuery Numbers -AsResult -MaxRows 2).Missing"),
        ("tables", "Get-MdeHuntingSchema AADSignInEventsBeta, DeviceInfo -Column *"),
        ("rows", "Invoke-MdeHuntingQuery Types"),
    ];

    public static TheoryData<string, string> Shown =>
        new MatrixTheoryData<string, string>(Outputs.Select(output => output.Script), ["th-TH", "ar-SA", "fa-IR"]);

    [Fact]
    public void Formats_in_the_views_are_of_one_set_and_of_no_culture()
    {
        var scripts = Directory
            .EnumerateFiles(Path.Combine(ModuleSetup.RepositoryRoot, "src", "MdeHunting.Module", "module", "Views"), "*.ps1xml")
            .SelectMany(file => XDocument.Load(file).Descendants().Where(element => !element.HasElements).Select(element => element.Value))
            .ToArray();
        var formats = scripts.SelectMany(script => Format().Matches(script)).ToArray();

        Assert.InRange(formats.Length, 20, 100);
        Assert.All(
            formats.Where(format => !Durations.Contains(Text(format))),
            format =>
            {
                Assert.Contains(Text(format), Formats);
                Assert.Equal("[cultureinfo]::InvariantCulture", format.Groups["culture"].Value);
            }
        );

        // Nothing is formatted otherwise.
        Assert.Equal(scripts.Sum(script => AnyFormat().Count(script)), formats.Length);
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void The_screen_shows_the_same_in_every_culture(string script, string culture)
    {
        connected.Lab.Shell.Run("$seen = @($args[0] | ForEach-Object { & ([scriptblock]::Create($_)) })", script).ThrowIfFailed();

        var plain = Show(string.Empty);

        Assert.NotEqual(2026, CultureInfo.GetCultureInfo(culture).Calendar.GetYear(new DateTime(2026, 1, 1)));
        Assert.Equal(plain, Show(culture));
        Assert.DoesNotContain(Years().Matches(plain).Select(year => int.Parse(year.Value, CultureInfo.InvariantCulture)), year => year is > 2500 or < 1601);
    }

    // What is left differs from one second to the next.
    private string Show(string culture) =>
        TimeLeft()
            .Replace(
                string.Join(
                    '\n',
                    connected
                        .Lab.Shell.Run(
                            """
                            [cultureinfo]::CurrentCulture = $args[0]
                            try { ($seen | Format-Table | Out-String -Width 300) + ($seen | Format-List | Out-String -Width 300) }
                            finally { [cultureinfo]::CurrentCulture = '' }
                            """,
                            culture
                        )
                        .ThrowIfFailed()
                        .Output.Select(line => line.ToString())
                ),
                "(left)"
            );

    private static string Text(Match format) => format.Groups["format"].Value[1..^1];

    [GeneratedRegex("""\.ToString\((?<format>"[^"]*"|'[^']*')(, (?<culture>[^)]+))?\)""")]
    private static partial Regex Format();

    [GeneratedRegex("""\.ToString\((?!\))|\[string\]::Format| -f |-UFormat|Get-Date|FormatString|::Parse""")]
    private static partial Regex AnyFormat();

    [GeneratedRegex(@"\b\d{4}(?=-\d\d-\d\d)")]
    private static partial Regex Years();

    [GeneratedRegex(@"\([\d.:]+ left\)")]
    private static partial Regex TimeLeft();
}
