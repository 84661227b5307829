using MdeHunting.Service.SignIn;
using Xunit;

namespace MdeHunting.Tests.SignIn;

public sealed class GivingUpTests
{
    [Fact]
    public async Task A_call_that_does_not_heed_its_token_is_left_at_once()
    {
        var call = new TaskCompletionSource<int>();
        using var ended = new CancellationTokenSource();
        var waiting = call.Task.OrGiveUpAsync(ended.Token);

        await ended.CancelAsync();

        Assert.Equal(ended.Token, (await Assert.ThrowsAsync<OperationCanceledException>(() => waiting)).CancellationToken);
    }

    [Fact]
    public async Task A_call_that_ends_is_as_it_ends()
    {
        Assert.Equal(1, await Task.FromResult(1).OrGiveUpAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<IOException>(() => Task.FromException<int>(new IOException()).OrGiveUpAsync(TestContext.Current.CancellationToken));
    }
}
