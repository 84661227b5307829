using MdeHunting.Lab.Identity;

namespace MdeHunting.Lab.Hosting;

/// <summary>Keeps a lab up until it is told to stop, with its environment file there exactly as long as it answers.</summary>
internal sealed class ServeCommand(TextWriter output)
{
    public async Task RunAsync(LabArguments arguments, CancellationToken cancellationToken)
    {
        var options = new LabOptions { Port = arguments.Port, ApproveSignIns = arguments.Approve };
        await using var lab = await LabServer.StartAsync(options, cancellationToken);
        var file = Path.GetFullPath(arguments.EnvironmentFile ?? Path.Combine(Path.GetTempPath(), $"mdehunting-lab-{lab.BaseAddress.Port}.json"));
        await lab.WriteEnvironmentFileAsync(file, cancellationToken);
        try
        {
            await output.WriteLineAsync(Describe(lab, options, file));
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            File.Delete(file);
        }
        await output.WriteLineAsync("The lab has stopped.");
    }

    private static string Describe(LabServer lab, LabOptions options, string file)
    {
        var tenant = options.Tenants[^1];
        var accounts = options.Tenants.SelectMany(one => one.Accounts.Select(
            account => $"  {account.UserPrincipalName} in {one.Name}, tenant {one.Id} ({one.Domain})"));
        var signIn = options.ApproveSignIns
            ? "Sign-ins approve themselves."
            : $"To sign in, open {new Uri(lab.BaseAddress, DeviceLoginEndpoint.Path)} in a browser; it will not know the lab's certificate, so let it go on.";
        return $"""
            The lab is at {lab.BaseAddress.GetLeftPart(UriPartial.Authority)}; its environment file is {file}
            Paste into pwsh:

              Import-Module {Quote(ModuleManifest.Find() ?? "./MdeHunting.psd1")}
              Connect-MdeTenant -TenantId {tenant.Id} -ClientId {tenant.Applications[0].Id} -DeviceCode -Environment {Quote(file)}
              Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 5'

            {signIn}
            Accounts, all made up:
            {string.Join(Environment.NewLine, accounts)}

            Ctrl+C stops the lab.
            """;
    }

    private static string Quote(string path) => $"'{path.Replace("'", "''")}'";
}
