namespace MdeHunting.Lab.Hosting;

/// <summary>
/// The lab as a program: picks the command and turns what goes wrong into a line on stderr and an exit code. The tour is what runs without arguments.
/// </summary>
internal sealed class LabCommandLine(TextWriter output, TextWriter error, Func<CancellationToken, Task<int>> tour)
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 2;

    private const string Help = """
        The lab: a tenant on this computer, to hunt in without one.

        Usage:
          dotnet run --project src/MdeHunting.Lab                    show what the module does
          dotnet run --project src/MdeHunting.Lab -- serve [options] keep the lab up until Ctrl+C

        Options of serve:
          --port N                  the port on localhost (default: a free one)
          --environment-file PATH   where to write the file that Connect-MdeTenant -Environment reads (default: in the temp folder);
                                    it is there once the lab is ready, and deleted at the end
          --approve                 sign-ins approve themselves: device codes, and those in a browser
          --secrets-folder PATH     where to write what the application Runbook signs in with unattended: runbook.pfx and its runbook.password.txt,
                                    runbook.pem, runbook.secret.txt, federated.token.txt; for their owner alone, new at every start, deleted at the end.
                                    Its secret is then printed too, with how to act as GitHub Actions or App Service
          --identity-clock-skew N   let the identity server's clock be N minutes ahead, or behind where N is negative
          --rows N                  how many rows the largest table of the last tenant has, DeviceNetworkEvents (default: 8000), from 4000 to 5000000; the
                                    others grow with it. They are made before the lab is ready: a million take some 20 seconds, and 2.5 GB of memory
          --row-limit N             how many rows a result has at most (default: 100000); the rest is cut off without a word, as the services do
          --byte-limit N            how many bytes of JSON a result has at most (default: 50000000); a larger one is refused
          --time-limit N            how many seconds a query may run (default: 180 for Graph and Xdr, 200 for Endpoint)
          --rows-per-second N       make up how long a query takes: a second for every N rows of its result (default: the time that it takes)
          --quotas                  refuse what goes over the services' own quotas: 45 calls a minute, and for Endpoint also 1500 calls and 10 minutes of
                                    running time an hour and 3 hours of it a day (default: no quotas)
          --hostile                 answer a query that is the name of a hostile answer (bomb-stats, endless, columns1000000, …) with it
          --calls-per-minute N      refuse more than N calls a minute, with or without the other quotas
          --help                    this text
        """;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken token)
    {
        try
        {
            var parsed = LabArguments.Parse(arguments);
            return parsed.Command switch
            {
                LabCommand.Serve => await ServeAsync(parsed, token),
                LabCommand.Tour => await tour(token),
                _ => await ShowHelpAsync(),
            };
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return Success;
        }
        catch (LabUsageException exception)
        {
            await error.WriteLineAsync($"{exception.Message} Try --help.");
            return Usage;
        }
        catch (LabPortInUseException exception)
        {
            await error.WriteLineAsync($"{exception.Message} Choose another with --port, or any free one with --port 0.");
            return Failure;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(exception.Message);
            return Failure;
        }
    }

    private async Task<int> ServeAsync(LabArguments arguments, CancellationToken token)
    {
        await new ServeCommand(output).RunAsync(arguments, token);
        return Success;
    }

    private async Task<int> ShowHelpAsync()
    {
        await output.WriteLineAsync(Help);
        return Success;
    }
}
