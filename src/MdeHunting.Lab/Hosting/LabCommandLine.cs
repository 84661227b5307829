using System.CommandLine;
using System.CommandLine.Help;

namespace MdeHunting.Lab.Hosting;

/// <summary>
/// The lab as a program: picks the command and turns what goes wrong into a line on stderr and an exit code. The tour is what runs without arguments.
/// </summary>
internal sealed class LabCommandLine(TextWriter output, TextWriter error, Func<CancellationToken, Task<int>> tour)
{
    private const int Success = 0;
    private const int Failure = 1;
    private const int Usage = 2;
    private const int WidestHelp = 120;

    private const string Description = """
        The lab: a tenant on this computer, to hunt in without one. Without a command it shows what the module does.
        With the .NET SDK: dotnet run --project src/MdeHunting.Lab, and behind it -- with a command and its options.
        """;

    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken token)
    {
        try
        {
            var serve = new ServeSyntax();
            serve.Command.SetAction((parsed, stop) => new ServeCommand(output).RunAsync(serve.Read(parsed), stop));
            var root = Root(serve.Command);
            var parsed = Parse(root, arguments);
            if (parsed.Action is not HelpAction && Problem(parsed, root) is { } problem)
            {
                await error.WriteLineAsync($"{problem} Try --help.");
                return Usage;
            }

            var status = await InvokeAsync(parsed, token);
            return parsed.Action is HelpAction && parsed.CommandResult.Command == root ? await InvokeAsync(Parse(root, ["serve", "--help"]), token) : status;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return Success;
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

    private RootCommand Root(Command serve)
    {
        var root = new RootCommand(Description) { serve };
        root.SetAction((_, stop) => tour(stop));
        if (root.Options.OfType<HelpOption>().Single().Action is HelpAction help)
        {
            help.MaxWidth = Math.Min(help.MaxWidth, WidestHelp);
        }

        return root;
    }

    // A value that begins with @ is a value.
    private static ParseResult Parse(RootCommand root, IReadOnlyList<string> arguments) =>
        root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

    // The program itself knows what Ctrl+C does, and this class what becomes of exceptions.
    private Task<int> InvokeAsync(ParseResult parsed, CancellationToken token) =>
        parsed.InvokeAsync(
            new()
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            },
            token
        );

    private static string? Problem(ParseResult parsed, RootCommand root) =>
        parsed.UnmatchedTokens switch
        {
            [] => parsed.Errors is [var first, ..] ? first.Message : null,
            [['-', ..] option, ..] when parsed.CommandResult.Command == root => $"There's no option '{option}' without the command serve before it.",
            [['-', ..] option, ..] => $"There's no option '{option}'.",
            [var other, ..] when parsed.CommandResult.Command == root => $"There's no command '{other}'.",
            [var other, ..] => $"'{other}' belongs to no option.",
        };
}
