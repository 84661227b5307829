using System.Diagnostics;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Hosting;

/// <summary>Tests that run in a process of their own, since what they are about is read once in a process: the explicit ones of a class.</summary>
internal static class InnerTests
{
    private const string Inside = "MDEHUNTING_TEST_INSIDE";

    /// <summary>Runs a class's explicit tests, which have to pass.</summary>
    /// <param name="variables">What the process has in its environment besides.</param>
    public static async Task RunAsync<T>(IEnumerable<KeyValuePair<string, string?>> variables)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            ArgumentList = { Path.ChangeExtension(typeof(InnerTests).Assembly.Location, ".dll"), "-class", typeof(T).FullName!, "-explicit", "only" },
        };
        foreach (var (name, value) in variables.Append(new(Inside, "1")))
        {
            start.Environment[name] = value;
        }

        var ended = await ChildProcess.RunAsync(start);
        var said = ended.Output + ended.Error;
        Assert.True(
            ended.ExitCode == 0
                && said.Contains("Failed: 0, Skipped: 0, Not Run: ", StringComparison.Ordinal)
                && !said.Contains("Total: 0", StringComparison.Ordinal),
            said
        );
    }

    /// <summary>The variables that name a proxy for everything.</summary>
    public static Dictionary<string, string?> Proxy(string address) =>
        new()
        {
            ["HTTPS_PROXY"] = address,
            ["http_proxy"] = address,
            ["NO_PROXY"] = "",
        };

    /// <summary>Skips a test that is not within such a process.</summary>
    public static void RequireInside() => Assert.SkipWhen(Environment.GetEnvironmentVariable(Inside) is null, "Runs in a process of its own.");
}
