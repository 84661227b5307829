using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.Rows;
using MdeHunting.Service.Tokens;
using MdeHunting.TestKit;
using MdeHunting.Tests.SignIn;
using MdeHunting.Text;
using Xunit;

namespace MdeHunting.Tests.Text;

/// <summary>Dates in messages are of the Gregorian calendar, in every culture.</summary>
public partial class InvariantDateTests
{
    [Theory]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public async Task The_culture_of_the_session_is_not_in_them(string culture)
    {
        var lab = new LabSignIn();
        await lab.InitializeAsync();
        await using var _ = lab;
        using var key = TestKeys.Next();
        using var old = new CertificateRequest("CN=old", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(
            new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero),
            new DateTimeOffset(2021, 2, 3, 0, 0, 0, TimeSpan.Zero)
        );
        var tenant = TestLab.Tenants.Single(t => t.Id == Guid.Parse(TestLab.Contoso));
        string Token(TimeSpan lifetime) =>
            lab.Lab.State.CreateAccessToken(
                new(
                    tenant,
                    MdeHunting.Lab.Directory.LabApplications.Hunting,
                    tenant.Accounts[0],
                    "https://graph.microsoft.com",
                    ["ThreatHunting.Read.All"],
                    [],
                    []
                ),
                lifetime
            );
        var (over, good) = (Token(TimeSpan.FromHours(-1)), Token(TimeSpan.FromHours(1)));

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var expired = await lab.FailAsync(lab.NewService(), lab.Request(new AccessTokenChoice(TestSecret.Of(over)), client: null));
        (await lab.ConnectAsync(lab.NewService(), lab.Request(new AccessTokenChoice(TestSecret.Of(good)), client: null))).Dispose();
        var certificate = await lab.FailAsync(lab.NewService(), lab.Request(new CertificateChoice(old)));

        Assert.Contains($"expired at {DayOf(over)} ", expired.Message);
        Assert.Contains($"valid until {DayOf(good)} ", Assert.Single(lab.Warnings));
        Assert.Contains("valid from 2020-01-02 00:00Z until 2021-02-03 00:00Z", certificate.Message);
    }

    private static string DayOf(string token) =>
        TokenReader.Read(token, new DynamicObjects(), default).ExpiresOn!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("en-US")]
    [InlineData("th-TH")]
    [InlineData("ar-SA")]
    public void A_moment_is_the_same_text_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var moment = new DateTime(2026, 11, 4, 1, 2, 3, DateTimeKind.Utc);

        Assert.Equal("2026-11-04T01:02:03.0000000Z", UtcText.Exact(moment));
        Assert.Equal("2026-11-04T01:02:03Z", UtcText.Short(moment));
        Assert.Equal("2026-11-04T01:02:03.5Z", UtcText.Short(moment.AddSeconds(0.5)));
        Assert.Equal("2026-11-04T01:02:03Z", UtcText.IsoSecond(moment));
        Assert.Equal("2026-11-04 01:02:03Z", UtcText.Second(moment));
        Assert.Equal("2026-11-04 01:02Z", UtcText.Minute(moment));
        Assert.Equal("01:02:03Z", UtcText.TimeOfDay(moment));
        Assert.Equal("2026-11-04", UtcText.Day(moment));
        Assert.Equal("4 November 2026", UtcText.LongDay(moment));
        Assert.Equal("2026-11-04T01:02:03", UtcText.Local(moment));
    }

    /// <summary>Formats of moments stand in one place, where no culture is asked; elsewhere they are only read. KQL has literals of its own.</summary>
    [Fact]
    public void No_other_text_of_the_module_formats_a_moment()
    {
        var sources = Path.Combine(ModuleSetup.RepositoryRoot, "src");
        var lines = new[] { "MdeHunting", "MdeHunting.Service" }
            .SelectMany(project => new DirectoryInfo(Path.Combine(sources, project)).EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .Where(file => !file.FullName.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => file.Name != "UtcText.cs" && file.Directory!.Name != "Writing")
            .SelectMany(file => File.ReadAllLines(file.FullName).Select((line, number) => (Place: $"{file.Name}:{number + 1}", Line: line)))
            .Where(l => MomentFormat().IsMatch(l.Line))
            .ToList();

        Assert.Empty(lines.Where(l => !Reading().IsMatch(l.Line)).Select(l => l.Place));
    }

    [GeneratedRegex("""(?<![A-Za-z])(yyyy|HH|[DdTtGgFf]{1,2}ToString\("[a-zA-Z]"\))|:[oOuUrRsS]\}""")]
    private static partial Regex MomentFormat();

    [GeneratedRegex("ParseExact|IsTime|StartsWith|DateOnly|^ *//")]
    private static partial Regex Reading();
}
