using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MdeHunting.Service.SignIn;
using MdeHunting.TestKit;
using MdeHunting.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MdeHunting.Tests.SignIn;

/// <summary>A process that is ended from outside while it writes plain accounts: what is kept stays whole, and is what was said to be.</summary>
public sealed class EndedWriterTests
{
    private const string Variable = "MDEHUNTING_TEST_ACCOUNTS";

    [Fact]
    public async Task What_is_kept_stays_whole()
    {
        var folder = Directory.CreateTempSubdirectory("mdehunting-ended-").FullName;
        try
        {
            var kept = new PlainAccounts(Path.Combine(folder, $"accounts{PlainAccounts.Suffix}"));
            for (var time = 1; time <= (Cases.AreAll ? 12 : 3); time++)
            {
                var last = await EndAsync(kept.Place, afterLines: 1 + (time * 7 % 20));
                using (await AccountLock.TakeAsync(kept.Place, new FakeTimeProvider(), TestContext.Current.CancellationToken))
                {
                    using var content = JsonDocument.Parse(kept.Read());
                    var number = content.RootElement.GetProperty("number").GetInt64();
                    Assert.True(number >= last, "Something older was kept than what had been written.");
                    Assert.Equal(Pad(number), content.RootElement.GetProperty("pad").GetString());
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_ended()
    {
        var path = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(path is null, "Runs in a process of its own, from the test above.");
        var kept = new PlainAccounts(path);
        await using var said = Console.OpenStandardOutput();
        for (var number = 1L; ; number++)
        {
            using (await AccountLock.TakeAsync(path, new FakeTimeProvider(), TestContext.Current.CancellationToken))
            {
                kept.Write(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{{\"number\":{number},\"pad\":\"{Pad(number)}\"}}")));
            }

            await said.WriteAsync(Encoding.ASCII.GetBytes(FormattableString.Invariant($"written {number}\n")), TestContext.Current.CancellationToken);
            await said.FlushAsync(TestContext.Current.CancellationToken);
        }
    }

    // Now shorter, now longer than a page.
    private static string Pad(long number) => new('x', (int)(number * 7919 % 100_000));

    // Gives the number of what was last said to be written.
    private static async Task<long> EndAsync(string path, int afterLines)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.ChangeExtension(typeof(EndedWriterTests).Assembly.Location, ".dll"),
                "-class",
                typeof(EndedWriterTests).FullName!,
                "-explicit",
                "only",
            },
            Environment = { [Variable] = path },
        };
        var (last, lines) = (0L, 0);
        await ChildProcess.KillAsync(
            start,
            line =>
            {
                if (line.StartsWith("written ", StringComparison.Ordinal))
                {
                    (last, lines) = (long.Parse(line["written ".Length..], CultureInfo.InvariantCulture), lines + 1);
                }

                return lines == afterLines;
            }
        );
        return last;
    }
}
