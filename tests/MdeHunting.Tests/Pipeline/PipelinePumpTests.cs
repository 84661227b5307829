using MdeHunting.Pipeline;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

public sealed class PipelinePumpTests
{
    // Often, since it was a matter of which of two threads came first.
    private const int Times = 2_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_waits_for_a_call_that_is_not_made_knows_by_the_token_that_it_is_no_failure(bool isStop)
    {
        for (var time = 0; time < Times; time++)
        {
            var pump = new PipelinePump();
            var knew = false;
            var thrown = Record.Exception(() =>
                pump.Run(async token =>
                {
                    try
                    {
                        await pump.InvokeAsync(() => isStop ? Stopped(pump) : throw new InvalidOperationException());
                        await pump.InvokeAsync(() => true);
                    }
                    catch (OperationCanceledException)
                    {
                        knew = token.IsCancellationRequested;
                    }
                })
            );

            Assert.IsType(isStop ? typeof(OperationCanceledException) : typeof(InvalidOperationException), thrown);
            Assert.True(knew, $"Time {time}");
        }
    }

    private static bool Stopped(PipelinePump pump)
    {
        pump.Stop();
        return true;
    }
}
