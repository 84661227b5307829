using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Connections;

/// <summary>What becomes of a connection that a job is handed: PowerShell gives it a description of the object.</summary>
public sealed class ForeignConnectionTests(ForeignConnectionTests.Connected connected) : IClassFixture<ForeignConnectionTests.Connected>
{
    private const string Describe =
        "$c = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-MdeConnection Here), 1)); ";

    public static TheoryData<string> Uses =>
        [
            "Invoke-MdeHuntingQuery Owner -Connection $c",
            "Invoke-MdeHuntingQuery Owner -Connection $c, Here",
            "Get-MdeQuota -Connection $c",
            "Get-MdeHuntingSchema Owner -Live -Connection $c",
            "Test-MdeHuntingQuery Owner -Live -Connection $c",
            "Get-MdeTokenInfo -Connection $c",
            "$c | Get-MdeTokenInfo",
            "Get-MdeTokenInfo $c",
            "Select-MdeConnection $c",
            "$c | Select-MdeConnection",
            "'evil.example' | Find-MdeIndicator -Connection $c",
            "Get-MdeHuntingPack | Invoke-MdeHuntingPack -Connection $c",
            "Compare-MdeEvidence ./case -Connection $c",
            "Disconnect-MdeTenant $c",
            "$c | Disconnect-MdeTenant",
        ];

    [Theory]
    [MemberData(nameof(Uses))]
    public void It_is_told_as_one_of_another_process_with_the_way_out(string use)
    {
        var error = connected.Lab.Shell.Run(Describe + use).Error!;

        Assert.StartsWith(nameof(ConnectionFailure.ConnectionOfOtherProcess), error.FullyQualifiedErrorId);
        Assert.Contains("'Here'", error.ToString());
        Assert.Contains(TestLab.Seed, error.ToString());
        Assert.Contains("Start-ThreadJob", error.ToString());
    }

    [Fact]
    public void Every_cmdlet_that_takes_a_connection_is_among_them()
    {
        var cmdlets = typeof(MdeConnection)
            .Assembly.GetExportedTypes()
            .Where(type =>
                !type.IsAbstract
                && type.GetProperties().Any(property => (property.PropertyType.GetElementType() ?? property.PropertyType) == typeof(ConnectionReference))
                && type.Name.EndsWith("Command", StringComparison.Ordinal)
            )
            .Select(type => type.Name[..^"Command".Length]);

        Assert.All(cmdlets, name => Assert.Contains(Uses, use => use.Data.Replace("-", "", StringComparison.Ordinal).Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void An_object_that_never_was_a_connection_is_refused_with_what_to_give()
    {
        var error = connected.Lab.Shell.Run("Invoke-MdeHuntingQuery Owner -Connection ([pscustomobject]@{ Name = 'Here' })").Error!;

        Assert.Contains("name of a connection", error.ToString());
    }

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery Owner -Connection Here")]
    [InlineData("Invoke-MdeHuntingQuery Owner -Connection (Get-MdeConnection Here)")]
    [InlineData("$c = Get-MdeConnection Here; Invoke-MdeHuntingQuery Owner -Connection $c.Name")]
    public void Names_and_connections_of_this_process_go_on_working(string use) => Assert.Single(connected.Lab.Shell.Run(use).ThrowIfFailed().Output);

    [Fact]
    public void A_connection_of_this_process_stands_for_its_token() =>
        Assert.Equal(
            TestLab.Seed,
            connected.Lab.Shell.Run("Get-MdeConnection Here | Get-MdeTokenInfo").ThrowIfFailed().Output.Single().Properties["TenantId"].Value.ToString()
        );

    public sealed class Connected : IAsyncLifetime
    {
        public LabShell Lab { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Lab.InitializeAsync();
            Lab.Connect("-Name Here", TestLab.Seed).ThrowIfFailed();
            Lab.Shell.Run("$environment = $args[0]", Lab.EnvironmentFile).ThrowIfFailed();
        }

        public ValueTask DisposeAsync() => Lab.DisposeAsync();
    }
}
