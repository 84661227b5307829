using MdeHunting.Lab.Faults;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Faults;

/// <summary>Responses that wear a client out, as far as they do not take a test long.</summary>
public sealed class HostileResponseTests(LabShell lab) : IClassFixture<LabShell>
{
    [Theory]
    [InlineData("endless-rows", "AnswerTooLarge")]
    [InlineData("columns100000", "AnswerTooLarge")]
    [InlineData("long50", "AnswerTooLarge")]
    [InlineData("bomb-nested", "AnswerMalformed")]
    [InlineData("bomb-zero", "AnswerNotJson")]
    [InlineData("bomb-error-small", "QueryRefused")]
    public void A_hostile_answer_is_one_clear_error(string name, string errorId)
    {
        var hostile = HostileResponse.All.Single(one => one.Name == name);
        lab.Connect("-Name Hostile").ThrowIfFailed();
        lab.Lab.State.Faults.OnQuery(query => query.Query == name, LabResponseFault.Hostile(hostile));

        var result = lab.Shell.Run("Invoke-MdeHuntingQuery $args[0] -RetryLimit 0", name);

        Assert.Equal(errorId, result.ErrorId);
        Assert.IsType<HuntingException>(result.Error.Exception);
        Assert.InRange(result.Error.Exception.Message.Length, 20, 10_000);
        Assert.Empty(result.Output);
    }
}
