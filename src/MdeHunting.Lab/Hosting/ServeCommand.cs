using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Faults;
using MdeHunting.Lab.Settings;
using static System.FormattableString;

namespace MdeHunting.Lab.Hosting;

/// <summary>Keeps a lab up until it is told to stop, with its environment file and its secrets there exactly as long as it answers.</summary>
internal sealed class ServeCommand(TextWriter output)
{
    public async Task RunAsync(ServeArguments arguments, CancellationToken token)
    {
        var options = Options(arguments, token);
        await using var lab = await LabServer.StartAsync(options, token);
        foreach (var hostile in arguments.Hostile ? HostileResponse.All : [])
        {
            lab.State.Faults.OnQuery(query => query.Query == hostile.Name, LabResponseFault.Hostile(hostile));
        }

        if (arguments.Rows is { } rows)
        {
            await MakeAsync(lab, rows, options.Clock, token);
        }

        using var secrets = arguments.SecretsFolder is { } folder ? await SecretsFolder.CreateAsync(folder, lab.State, token) : null;
        using var indicators = arguments.IndicatorsFolder is { } documents ? await IndicatorsFolder.CreateAsync(documents, token) : null;
        await using var signing = arguments.SigningFolder is { } signer ? await SigningFolder.CreateAsync(signer, options.Clock, token) : null;
        var file = Path.GetFullPath(arguments.EnvironmentFile ?? Path.Combine(Path.GetTempPath(), $"mdehunting-lab-{lab.BaseAddress.Port}.json"));
        await lab.WriteEnvironmentFileAsync(file, token);
        try
        {
            await output.WriteLineAsync(ServeDescription.Create(lab, options, file, secrets, indicators, signing));
            await Task.Delay(Timeout.InfiniteTimeSpan, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            File.Delete(file);
        }

        try
        {
            await output.WriteLineAsync("The lab has stopped.");
        }
        catch (IOException)
        {
            // The terminal is gone, and with it who would read that.
        }
    }

    // Said first: with many rows it takes long enough to look like a lab that hangs.
    private async Task MakeAsync(LabServer lab, int rows, TimeProvider clock, CancellationToken token)
    {
        await output.WriteLineAsync(Invariant($"Making {rows:N0} rows for the largest table, and those of the others that go with them ..."));
        var started = clock.GetTimestamp();
        var made = await lab.MakeDataAsync(token);
        await output.WriteLineAsync(Invariant($"Made {made:N0} rows in {clock.GetElapsedTime(started).TotalSeconds:0.0} seconds."));
    }

    private static Dictionary<string, LabQuota> Quotas(ServeArguments arguments)
    {
        var quotas = arguments.Quotas ? LabQuota.Documented : LabResources.All.ToDictionary(resource => resource.Name, _ => new LabQuota());
        return quotas.ToDictionary(quota => quota.Key, quota => quota.Value with { CallsPerMinute = arguments.CallsPerMinute ?? quota.Value.CallsPerMinute });
    }

    /// <summary>The lab that the arguments ask for.</summary>
    internal static LabOptions Options(ServeArguments arguments, CancellationToken token)
    {
        var usual = new LabOptions();
        return usual with
        {
            Port = arguments.Port,
            ApproveSignIns = arguments.Approve,
            IdentityClockSkew = arguments.IdentityClockSkew,
            Tenants = arguments.Rows is { } rows ? LabDefaults.TenantsOf(rows, token) : usual.Tenants,
            RowLimit = arguments.RowLimit ?? usual.RowLimit,
            ByteLimit = arguments.ByteLimit ?? usual.ByteLimit,
            TimeLimit = arguments.TimeLimit,
            RowsPerSecond = arguments.RowsPerSecond,
            Quotas = Quotas(arguments),
            TakesDeclarations = arguments.Declare,
        };
    }
}
