using System.Diagnostics;
using System.Text;
using Xunit;

namespace MdeHunting.TestKit;

/// <summary>
/// Programs that tests start. Each is read while it runs, so that none waits for its reader, and is killed with all that it started where it does not end
/// within its limit, or where its test was stopped.
/// </summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">The program; what it prints is redirected where that is not so yet.</param>
    /// <param name="closesInput">Whether it finds the end of its input at once; else it has none of its own.</param>
    /// <exception cref="TimeoutException">It did not end within its limit; says what it had printed.</exception>
    public static async Task<ChildProcessResult> RunAsync(ProcessStartInfo start, bool closesInput = false)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput |= closesInput;
        var output = new StringBuilder();
        var error = new StringBuilder();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        if (closesInput)
        {
            process.StandardInput.Close();
        }

        try
        {
            // The end of what it prints, too: what it started may hold that open.
            await Task.WhenAll(ReadAsync(process.StandardOutput, output, stop.Token), ReadAsync(process.StandardError, error, stop.Token));
            await process.WaitForExitAsync(stop.Token);
            return new ChildProcessResult(process.ExitCode, output.ToString(), error.ToString());
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{start.FileName} did not end within {Limit}. It printed:\n{output}\n{error}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Runs a program until it has printed enough, and kills it at whatever it does then (SIGKILL).</summary>
    /// <param name="start">The program; what it prints is redirected.</param>
    /// <param name="isEnough">Sees each line that it prints.</param>
    /// <exception cref="EndOfStreamException">It ended by itself.</exception>
    /// <exception cref="TimeoutException">It did not print that within its limit.</exception>
    public static async Task KillAsync(ProcessStartInfo start, Func<string, bool> isEnough)
    {
        start.RedirectStandardOutput = true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        try
        {
            string line;
            do
            {
                line =
                    await process.StandardOutput.ReadLineAsync(stop.Token)
                    ?? throw new EndOfStreamException($"{start.FileName} ended by itself before it had printed enough. It printed:\n{output}");
                output.AppendLine(line);
            } while (!isEnough(line));
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{start.FileName} did not print what was waited for within {Limit}.");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Makes a named pipe, which a reader waits at until somebody writes.</summary>
    /// <param name="path">Its path, where nothing is yet.</param>
    public static async Task MakePipeAsync(string path) => Assert.Equal(0, (await RunAsync(new ProcessStartInfo("mkfifo", [path]))).ExitCode);

    private static async Task ReadAsync(StreamReader reader, StringBuilder text, CancellationToken token)
    {
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, token) is > 0 and var count)
        {
            text.Append(buffer, 0, count);
        }
    }
}

/// <summary>What a program printed, and the exit code that it ended with.</summary>
internal sealed record ChildProcessResult(int ExitCode, string Output, string Error);
