using MdeHunting.Lab.Directory;
using MdeHunting.TestKit;
using MdeHunting.Tests.SignIn;
using Xunit;

namespace MdeHunting.Tests.Help;

/// <summary>The recipes for jobs that nobody watches sign in and hunt as they are written; what they need from elsewhere is played.</summary>
[Collection("Process environment")]
public sealed class RecipeTests(ExampleLab lab) : IClassFixture<ExampleLab>
{
    // As the modules return them: Az since version 14, SecretManagement without -AsPlainText.
    private const string OtherModules = """
        $getToken, $secrets = $args
        function Get-AzAccessToken {
            param([string] $ResourceUrl, [string] $TenantId)
            if ($TenantId -ne '55555555-5555-5555-5555-555555555555') { throw "Az isn't signed in to '$TenantId'." }
            $token = ConvertTo-SecureString $getToken.Invoke($ResourceUrl) -AsPlainText -Force
            [pscustomobject]@{ Token = $token; ExpiresOn = [DateTimeOffset]::FromUnixTimeSeconds(4102444800); TenantId = $TenantId; UserId = 'app'; Type = 'Bearer' }
        }
        function Get-Secret {
            param([string] $Name)
            $secrets[$Name]
        }
        """;

    public static TheoryData<string, SignInMethod> Recipes =>
        new()
        {
            { "Connect-MdeTenant -Identity", SignInMethod.ManagedIdentity },
            { "-Federated", SignInMethod.Federation },
            { "HuntingSecret", SignInMethod.ClientSecret },
            { "RunbookPfx", SignInMethod.Certificate },
            { "Get-AzAccessToken", SignInMethod.TokenProvider },
        };

    [Fact]
    public void None_is_left_out() => Assert.Equal(Recipes.Count, Blocks().Count(IsRecipe));

    [Theory]
    [MemberData(nameof(Recipes))]
    public async Task Signs_in_and_hunts(string mark, SignInMethod method)
    {
        var recipe = Assert.Single(Blocks(), block => IsRecipe(block) && block.Contains(mark, StringComparison.Ordinal));
        await ProcessVariables.WithAsync(
            new()
            {
                ["ACTIONS_ID_TOKEN_REQUEST_URL"] = lab.State.FederatedTokenRequestUrl.AbsoluteUri,
                ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = lab.State.FederatedTokenRequestToken,
                ["AZURE_TENANT_ID"] = TestLab.Contoso,
                ["AZURE_CLIENT_ID"] = LabApplications.Runbook.Id.ToString(),
            },
            () =>
            {
                var csv = Path.Combine(lab.Folder, "alerts.csv");
                File.Delete(csv);

                var result = lab.Run($"$ErrorActionPreference = 'Stop'\n{recipe}", out _, OtherModules, (Func<string, string>)lab.ApplicationToken, lab.Secrets)
                    .ThrowIfFailed();

                Assert.Equal(method.ToString(), result.Output.Select(one => one.BaseObject).OfType<MdeConnection>().Single().Method);
                Assert.Equal(11, File.ReadLines(csv).Count());
                Assert.Empty(result.Warnings);
                return Task.CompletedTask;
            }
        );
    }

    [Fact]
    public void A_folder_of_queries_becomes_a_file_each()
    {
        var recipe = Assert.Single(Blocks(), block => block.Contains("foreach", StringComparison.Ordinal));
        var empty = Path.Combine(lab.Folder, "hunts", "nothing.kql");
        File.WriteAllText(empty, "AlertInfo | where Severity == \"None\" | project Timestamp, Title");
        try
        {
            lab.Run($"$ErrorActionPreference = 'Stop'\n{recipe}", out _).ThrowIfFailed();

            Assert.Equal(10, File.ReadLines(Path.Combine(lab.Folder, "alerts.csv")).Count());
            Assert.Equal(["\"Timestamp\",\"Title\""], File.ReadLines(Path.Combine(lab.Folder, "nothing.csv")));
        }
        finally
        {
            File.Delete(empty);
        }
    }

    private static bool IsRecipe(string block) => block.Contains("Connect-MdeTenant", StringComparison.Ordinal);

    // What is indented by eight.
    private static IEnumerable<string> Blocks()
    {
        var block = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(HelpFile.Folder, "about_MdeHunting_Runbooks.help.txt")).Append(string.Empty))
        {
            if (line.StartsWith("        ", StringComparison.Ordinal))
            {
                block.Add(line[8..]);
            }
            else if (block.Count > 0)
            {
                yield return string.Join('\n', block);
                block.Clear();
            }
        }
    }
}
