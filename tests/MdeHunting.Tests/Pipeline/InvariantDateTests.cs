using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using MdeHunting.Tests.SignIn;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

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
        using var key = RSA.Create(2048);
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
        var year = DateTime.UtcNow.Year.ToString(CultureInfo.InvariantCulture);

        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var expired = await lab.FailAsync(lab.NewService(), lab.Request(new AccessTokenChoice(LabSignIn.Secret(Token(TimeSpan.FromHours(-1)))), client: null));
        (await lab.ConnectAsync(lab.NewService(), lab.Request(new AccessTokenChoice(LabSignIn.Secret(Token(TimeSpan.FromHours(1)))), client: null))).Dispose();
        var certificate = await lab.FailAsync(lab.NewService(), lab.Request(new CertificateChoice(old)));

        Assert.Contains($"expired at {year}-", expired.Message);
        Assert.Contains($"good until {year}-", Assert.Single(lab.Warnings));
        Assert.Contains("good from 2020-01-02 00:00Z until 2021-02-03 00:00Z", certificate.Message);
    }

    [Fact]
    public void No_text_of_the_module_formats_a_date_by_the_sessions_culture()
    {
        var sources = Path.Combine(ModuleSetup.RepositoryRoot, "src");
        var lines = new[] { "MdeHunting", "MdeHunting.Service" }
            .SelectMany(project => new DirectoryInfo(Path.Combine(sources, project)).EnumerateFiles("*.cs", SearchOption.AllDirectories))
            .Where(file => !file.FullName.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file =>
            {
                // The formatter puts an argument that does not fit into the line after that of its call.
                var all = File.ReadAllLines(file.FullName);
                return all.Select(
                    (line, number) =>
                        (
                            Place: $"{file.Name}:{number + 1}",
                            Line: number > 0 && all[number - 1].EndsWith("Invariant(", StringComparison.Ordinal) ? $"Invariant({line}" : line
                        )
                );
            })
            .ToList();

        Assert.NotEmpty(lines);
        Assert.Empty(lines.Where(l => Interpolated().IsMatch(l.Line) && !l.Line.Contains("Invariant", StringComparison.Ordinal)).Select(l => l.Place));
    }

    [GeneratedRegex("""\$".*\{[^{}"]*:[^{}"]*(yyyy|MM-|dd|HH|mm:)[^{}"]*\}""")]
    private static partial Regex Interpolated();
}
