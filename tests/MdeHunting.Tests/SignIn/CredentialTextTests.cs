using System.Globalization;
using MdeHunting.Commands;
using MdeHunting.Contract;
using MdeHunting.Lab.Faults;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>What secrets, tokens and ids bring with them from where they were copied, and what is no secret or token at all.</summary>
[Collection("Process environment")]
public sealed class CredentialTextTests : IAsyncLifetime
{
    private readonly LabSignIn _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("{0}\n", "a line end")]
    [InlineData("{0}\r\n", "a line end")]
    [InlineData("{0}\r\n\r\n", "a line end")]
    [InlineData(" {0}  ", "a blank")]
    [InlineData("\t{0}", "a tab")]
    [InlineData("\u00A0{0}\u00A0", "a no-break space (U+00A0)")]
    [InlineData("\uFEFF{0}\u200B", "a byte order mark (U+FEFF) and a zero-width space (U+200B)")]
    [InlineData("\u200E{0}\u2060", "U+200E and U+2060")]
    [InlineData("\"{0}\"\r\n", "a quote and a line end")]
    [InlineData("'\"{0}\"'", "a quote")]
    [InlineData("\u201C{0}\u201D", "U+201C and U+201D")]
    [InlineData("` {0} `", "a quote and a blank")]
    public async Task What_is_around_a_secret_is_no_part_of_it_and_verbose_names_it(string format, string names)
    {
        using var session = await ConnectAsync(new ClientSecretChoice(TestSecret.Of(string.Format(null, format, _lab.RunbookSecret))));

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
        Assert.Contains(_lab.Verbose, line => line.EndsWith($": {names}.", StringComparison.Ordinal));
        Assert.DoesNotContain(_lab.Verbose, line => line.Contains(_lab.RunbookSecret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CANARY\u200B1", "a zero-width space (U+200B)")]
    [InlineData("CANARY\u00A01", "a no-break space (U+00A0)")]
    [InlineData("CANARY\t1\u202E", "a tab")]
    [InlineData("CANARY\uFEFF1", "a byte order mark (U+FEFF)")]
    [InlineData("CANARY\u00AD1", "U+00AD")]
    public async Task What_is_not_seen_in_a_secret_is_named(string secret, string name)
    {
        var failure = await FailAsync(new ClientSecretChoice(TestSecret.Of(secret)));

        Assert.Equal(SignInFailure.InvalidCredential, failure.Failure);
        Assert.Contains($"has {name} in it", failure.Message);
        Assert.DoesNotContain("CANARY", failure.ToString());
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Theory]
    [InlineData("CANARY\u2013one", "U+2013")]
    [InlineData("CANARY one", "a blank")]
    [InlineData("\"CANARY", "a quote")]
    [InlineData("99999999-9999-9999-9999-999999999999", "a secret's ID")]
    [InlineData("CANARY~one", null)]
    public async Task What_Entra_ID_makes_no_secret_with_is_named_where_it_refuses_the_secret(string secret, string? said)
    {
        var failure = await FailAsync(new ClientSecretChoice(TestSecret.Of(secret)));

        Assert.Equal(SignInFailure.SecretInvalid, failure.Failure);
        Assert.Equal("AADSTS7000215", failure.ServiceCode);
        Assert.Equal(said is not null, failure.What.Contains(said ?? "from Entra ID", StringComparison.Ordinal));
        Assert.DoesNotContain("CANARY", failure.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("CANARY\nCANARY")]
    [InlineData("CANARY\t1")]
    public async Task What_is_no_secret_is_refused_without_being_sent_or_repeated(string secret)
    {
        var failure = await FailAsync(new ClientSecretChoice(TestSecret.Of(secret)));

        Assert.Equal(SignInFailure.InvalidCredential, failure.Failure);
        Assert.DoesNotContain("CANARY", failure.ToString());
        Assert.Empty(_lab.Lab.State.Requests);
    }

    [Theory]
    [InlineData("root:x:0:0:root:/root:/bin/bash\nCANARY:x:1:1::/:/bin/sh\n")]
    [InlineData("CANARY.example.com")]
    [InlineData("Q0FOQVJZ.Q0FOQVJZ.Q0FOQVJZ")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----\n")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.sig CANARY")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.a.b.c")]
    [InlineData("")]
    [InlineData(" \r\n")]
    public async Task Only_a_JWT_is_sent_as_a_federated_token_from_whatever_source(string text)
    {
        var file = _lab.Write("named.token", text);
        var given = await FailAsync(new FederationChoice(TestSecret.Of(text), null));
        var named = await FailAsync(new FederationChoice(null, file));
        var ofVariable = await WithAsync(new() { ["AZURE_FEDERATED_TOKEN_FILE"] = file });
        _lab.Lab.State.Faults.OnIdentity("/token", LabIdentityFault.Lie(response => response["value"] = text));
        var ofGitHub = await WithAsync(GitHub());

        foreach (
            var (failure, source) in new[]
            {
                (given, "-FederatedToken"),
                (named, file),
                (ofVariable, file),
                (ofGitHub, _lab.Lab.State.FederatedTokenRequestUrl.AbsolutePath),
            }
        )
        {
            Assert.Equal(SignInFailure.FederatedTokenUnreadable, failure.Failure);
            Assert.Contains(source, failure.Message);
            Assert.DoesNotContain("CANARY", failure.ToString());
        }

        Assert.DoesNotContain(_lab.Lab.State.Requests, request => request.Path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\uFEFF{0}\r\n")]
    [InlineData("  {0}  ")]
    public async Task What_stands_around_a_federated_token_is_left_away(string format)
    {
        using var session = await ConnectAsync(
            new FederationChoice(null, _lab.Write("around.token", string.Format(CultureInfo.InvariantCulture, format, _lab.Lab.State.CreateFederatedToken())))
        );

        Assert.Equal("contoso", await _lab.OwnerAsync(session));
    }

    [Fact]
    public async Task A_relative_path_in_the_environment_is_no_file_of_whatever_folder_this_is()
    {
        var failure = await WithAsync(new() { ["AZURE_FEDERATED_TOKEN_FILE"] = "federated.token" });

        Assert.Equal(SignInFailure.FederatedTokenUnreadable, failure.Failure);
        Assert.Contains("full path", failure.Message);
    }

    [Theory]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "CANARY\r\nX-Other: 1", "ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "CANARY\u00e9", "ACTIONS_ID_TOKEN_REQUEST_TOKEN")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_URL", "http://actions.example/token?a=1", "ACTIONS_ID_TOKEN_REQUEST_URL")]
    [InlineData("ACTIONS_ID_TOKEN_REQUEST_URL", "no address", "ACTIONS_ID_TOKEN_REQUEST_URL")]
    public async Task A_variable_of_GitHub_that_cannot_be_used_is_named(string name, string value, string said)
    {
        var variables = GitHub();
        variables[name] = value;

        var failure = await WithAsync(variables);

        Assert.Equal(SignInFailure.FederatedTokenUnreadable, failure.Failure);
        Assert.Contains(said, failure.Message);
        Assert.DoesNotContain("CANARY", failure.ToString());
    }

    [Fact]
    public async Task GitHubs_variables_with_a_line_end_after_them_are_taken()
    {
        var variables = GitHub().ToDictionary(one => one.Key, one => one.Value + "\n");
        await ProcessVariables.WithAsync(variables, async () => (await ConnectAsync(new FederationChoice(null, null))).Dispose());
    }

    [Fact]
    public async Task Without_a_sessions_bus_no_program_is_started_to_look_for_a_keyring()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux alone has that bus.");
        var folder = Directory.CreateTempSubdirectory("mdehunting-bus-").FullName;
        var log = Path.Combine(folder, "ran.log");
        var program = Path.Combine(folder, "dbus-launch");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho ran >> '{log}'\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var result = await InstalledShell.RunAsync(
            "try { Connect-MdeTenant $args[0] $args[1] -NonInteractive -Persist } catch { $_.FullyQualifiedErrorId }",
            [TestLab.Contoso, TestLab.ClientId],
            new Dictionary<string, string?>
            {
                ["PATH"] = ":.:",
                ["DBUS_SESSION_BUS_ADDRESS"] = null,
                ["XDG_RUNTIME_DIR"] = null,
                ["XDG_DATA_HOME"] = folder,
            },
            folder
        );

        Assert.Contains(nameof(SignInFailure.SignInRequired), result.Output);
        Assert.False(File.Exists(log));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("\u200E{0}")]
    [InlineData("{0}\r\n")]
    [InlineData("\uFEFF\u00a0{0} \u200b")]
    [InlineData("\"{0}\"")]
    [InlineData("'{0}'\n")]
    [InlineData("\u201C{0}\u201D")]
    public void Ids_are_taken_with_what_was_pasted_around_them(string format)
    {
        Assert.Equal(TestLab.Contoso, ConnectArguments.Tenant(string.Format(CultureInfo.InvariantCulture, format, TestLab.Contoso)));
        Assert.Equal("contoso.example", ConnectArguments.Tenant(string.Format(CultureInfo.InvariantCulture, format, "contoso.example")));
        Assert.Equal(Guid.Parse(TestLab.ClientId), ConnectArguments.Client(string.Format(CultureInfo.InvariantCulture, format, TestLab.ClientId)));
    }

    [Theory]
    [InlineData('\u200B')]
    [InlineData('\u00AD')]
    [InlineData('\uFEFF')]
    public void What_is_not_seen_in_an_id_is_left_away_and_in_a_domain_named(char unseen)
    {
        Assert.Equal(Guid.Parse(TestLab.ClientId), ConnectArguments.Client(TestLab.ClientId.Insert(9, $"{unseen}")));
        Assert.Equal(TestLab.Contoso, ConnectArguments.Tenant(TestLab.Contoso.Insert(20, $"{unseen}")));
        Assert.Contains($"U+{(int)unseen:X4}", Assert.Throws<ConnectionException>(() => ConnectArguments.Tenant($"contoso{unseen}.example")).Message);
        Assert.Contains($"U+{(int)unseen:X4}", Assert.Throws<ConnectionException>(() => ConnectArguments.Client($"2222{unseen}")).Message);
    }

    [Theory]
    [InlineData('\u2013')]
    [InlineData('\u2011')]
    [InlineData('\u2212')]
    public void A_dash_that_a_program_made_of_a_hyphen_is_one_in_an_id_and_in_a_domain_named(char dash)
    {
        Assert.Equal(Guid.Parse(TestLab.ClientId), ConnectArguments.Client(TestLab.ClientId.Replace('-', dash)));
        Assert.Equal(TestLab.Contoso, ConnectArguments.Tenant(TestLab.Contoso.Replace('-', dash)));
        Assert.Contains($"U+{(int)dash:X4}", Assert.Throws<ConnectionException>(() => ConnectArguments.Tenant($"contoso{dash}one.example")).Message);
    }

    private Dictionary<string, string> GitHub() =>
        new()
        {
            ["ACTIONS_ID_TOKEN_REQUEST_URL"] = _lab.Lab.State.FederatedTokenRequestUrl.AbsoluteUri,
            ["ACTIONS_ID_TOKEN_REQUEST_TOKEN"] = _lab.Lab.State.FederatedTokenRequestToken,
        };

    private Task<MdeHunting.Service.Hunting.HuntingSession> ConnectAsync(SignInChoice choice) =>
        _lab.ConnectAsync(_lab.NewService(), _lab.RunbookRequest(choice));

    private Task<SignInException> FailAsync(SignInChoice choice) => _lab.FailAsync(_lab.NewService(), _lab.RunbookRequest(choice));

    private async Task<SignInException> WithAsync(Dictionary<string, string> variables)
    {
        SignInException? failure = null;
        await ProcessVariables.WithAsync(variables, async () => failure = await FailAsync(new FederationChoice(null, null)));
        return failure!;
    }
}
