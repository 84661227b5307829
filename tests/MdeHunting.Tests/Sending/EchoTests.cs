using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Service.Sending;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>Services that repeat what they were given.</summary>
public sealed class EchoTests : IAsyncLifetime
{
    private readonly LabShell _lab = new();

    public ValueTask InitializeAsync() => _lab.InitializeAsync();

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData(400, "whole")]
    [InlineData(401, "whole")]
    [InlineData(403, "without signature")]
    [InlineData(500, "lines")]
    [InlineData(429, "base64")]
    public void A_token_that_a_service_repeats_is_in_no_error_stream_or_header(int status, string how)
    {
        var seen = new List<string>();
        _lab.Connect().ThrowIfFailed();
        _lab.Lab.State.Faults.OnQuery(
            _ => true,
            LabResponseFault.Echo(
                token =>
                {
                    seen.Add(token);
                    return how switch
                    {
                        "without signature" => token[..token.LastIndexOf('.')],
                        "lines" => string.Join('\n', token.Chunk(60).Select(line => new string(line))),
                        "base64" => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(token)),
                        _ => token,
                    };
                },
                status
            )
        );

        var result = _lab.Shell.Run("Invoke-MdeHuntingQuery Owner -RetryLimit 0 -MaxQuotaWait 0s -Verbose -Debug");
        var shown = Shown(result);

        Assert.Contains("Nothing for", shown);
        Assert.Contains(KnownSecrets.Mark, shown);
        Assert.Contains("Set-Cookie: (left out)", shown);
        var told = System.Text.RegularExpressions.Regex.Replace(shown, @"\s", string.Empty);
        foreach (var token in seen)
        {
            Assert.All(token.Split('.').Skip(1), part => Assert.DoesNotContain(part[..20], told));
            Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(token))[60..90], told);
        }
    }

    [Theory]
    [InlineData("-ClientSecret $s")]
    [InlineData("-FederatedToken $s")]
    public void A_credential_that_the_identity_service_repeats_is_in_no_error(string options)
    {
        var state = _lab.Lab.State;
        var secret = options.Contains("Federated", StringComparison.Ordinal)
            ? state.CreateFederatedToken()
            : state.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret];
        state.Faults.EchoOfSecrets = sent => $"The value {sent} is wrong";

        var result = _lab.Shell.Run(
            $"$s = $args[1]; Connect-MdeTenant {TestLab.Contoso} {LabApplications.Runbook.Id} {options} -Environment $args[0] -Verbose",
            _lab.EnvironmentFile,
            TestSecret.Of(secret)
        );
        var shown = Shown(result);

        Assert.Contains($"The value {KnownSecrets.Mark} is wrong", shown);
        Assert.DoesNotContain(secret[^20..], shown);
    }

    [Fact]
    public void Behind_a_failure_stands_what_is_told_of_its_cause_and_no_object_of_a_library()
    {
        _lab.Lab.State.Faults.EchoOfSecrets = _ => "No.";

        var cause = _lab.Connect().Error.Exception.InnerException!;

        Assert.Equal("CauseException", cause.GetType().Name);
        Assert.Contains("MsalServiceException", cause.ToString());
        Assert.DoesNotContain("ResponseBody", cause.ToString());
    }

    private string Shown(ShellResult result)
    {
        List<string> all =
        [
            _lab.Shell.Screen.Text,
            .. result.Verbose,
            .. result.Warnings,
            .. result.Debug,
            .. result.Progress.Select(p => $"{p.Activity} {p.StatusDescription}"),
        ];
        var record = result.Error;
        for (var e = record.Exception; e is not null; e = e.InnerException)
        {
            all.Add(e.Message);
        }

        all.AddRange([record.ToString(), record.Exception.ToString(), $"{record.TargetObject}", $"{record.ErrorDetails}"]);
        all.AddRange(
            _lab.Shell.Run(
                    "$Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 4096; $_.Exception | Format-List * -Force | Out-String "
                        + "-Width 4096 }"
                )
                .Output.Select(o => $"{o}")
        );
        return string.Join('\n', all);
    }
}
