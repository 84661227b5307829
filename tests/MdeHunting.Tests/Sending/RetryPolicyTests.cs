using MdeHunting.Contract;
using Xunit;

namespace MdeHunting.Tests.Sending;

/// <summary>Which failures have a query be sent again, and how often.</summary>
public sealed class RetryPolicyTests : SentQueries
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Bad_responses_are_bounded_in_number(int limit)
    {
        var failure = await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Malformed, new SendingOptions { RetryLimit = limit }));

        Assert.Equal((HuntingFailure.AnswerMalformed, limit + 1), (failure.Failure, Attempts));
    }

    [Fact]
    public async Task Faults_that_pass_do_not_count_among_the_bad_responses()
    {
        var response = await SendAsync(new SendingOptions { RetryLimit = 2 }, null, Malformed(), Passing(), Passing(), Passing(), Malformed(), Passing());

        Assert.Equal(7, response);
    }

    [Fact]
    public async Task Where_no_time_is_given_nothing_is_sent_again()
    {
        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(Passing, new SendingOptions { RetryTimeout = TimeSpan.Zero }));

        Assert.Equal(1, Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stopping_ends_each_wait_at_once(bool isRefusal)
    {
        using var stop = new CancellationTokenSource();
        var started = Clock.GetUtcNow();
        var sending = Policy(new HuntingRequest("T")).SendAsync<int>((_, _) => throw (isRefusal ? Refusal(100) : Passing()), stop.Token);
        Assert.False(sending.IsCompleted);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal((started, 1), (Clock.GetUtcNow(), Prompt.Waits.Count));
    }

    [Theory]
    [InlineData(HuntingFailure.QueryRefused)]
    [InlineData(HuntingFailure.ResultTooLarge)]
    [InlineData(HuntingFailure.QueryTimeout)]
    [InlineData(HuntingFailure.ProcessingResourcesExceeded)]
    public async Task The_querys_own_fault_is_not_repeated(HuntingFailure failure)
    {
        await Assert.ThrowsAsync<HuntingException>(() =>
            SendAsync(new SendingOptions(), null, new HuntingException(failure, "No.", "Next.") { Remedies = HuntingRemedies.Narrow })
        );

        Assert.Equal(1, Attempts);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(null, false)]
    public async Task A_504_of_a_gateway_is_repeated_once_where_the_query_can_be_sent_in_parts(int? setAsideFrom, bool isOnce)
    {
        HuntingException OfGateway() =>
            new(HuntingFailure.AnswerNotFromService, "504.", "Next.") { Remedies = HuntingRemedies.Repeat | HuntingRemedies.WaitOut | HuntingRemedies.Narrow };

        await Assert.ThrowsAsync<HuntingException>(() => RunAsync(OfGateway, new HuntingRequest("T") { SetAsideFrom = setAsideFrom }));

        Assert.Equal(isOnce, Attempts == 2);
    }
}
