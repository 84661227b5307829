namespace MdeHunting.Lab.Hosting;

/// <summary>Keeps a lab up until it is told to stop, with its environment file and its secrets there exactly as long as it answers.</summary>
internal sealed class ServeCommand(TextWriter output)
{
    public async Task RunAsync(LabArguments arguments, CancellationToken cancellationToken)
    {
        var options = Options(arguments);
        await using var lab = await LabServer.StartAsync(options, cancellationToken);
        using var secrets = arguments.SecretsFolder is { } folder ? await SecretsFolder.CreateAsync(folder, lab.State, cancellationToken) : null;
        var file = Path.GetFullPath(arguments.EnvironmentFile ?? Path.Combine(Path.GetTempPath(), $"mdehunting-lab-{lab.BaseAddress.Port}.json"));
        await lab.WriteEnvironmentFileAsync(file, cancellationToken);
        try
        {
            await output.WriteLineAsync(ServeDescription.Create(lab, options, file, secrets));
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            File.Delete(file);
        }
        await output.WriteLineAsync("The lab has stopped.");
    }

    private static LabOptions Options(LabArguments arguments)
    {
        var usual = new LabOptions();
        return usual with
        {
            Port = arguments.Port,
            ApproveSignIns = arguments.Approve,
            IdentityClockSkew = arguments.IdentityClockSkew,
            RowLimit = arguments.RowLimit ?? usual.RowLimit,
            ByteLimit = arguments.ByteLimit ?? usual.ByteLimit,
            TimeLimit = arguments.TimeLimit,
            RowsPerSecond = arguments.RowsPerSecond,
        };
    }
}
