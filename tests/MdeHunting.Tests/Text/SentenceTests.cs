using MdeHunting.Text;
using Xunit;

namespace MdeHunting.Tests.Text;

public class SentenceTests
{
    [Theory]
    [InlineData("client authentication failed", "client authentication failed.")]
    [InlineData("The key was not in the dictionary.", "The key was not in the dictionary.")]
    [InlineData("The key was not in the dictionary..", "The key was not in the dictionary.")]
    [InlineData("What now?", "What now?")]
    [InlineData("No!\r\n", "No!")]
    [InlineData("and so on...", "and so on...")]
    [InlineData("and so on\u2026", "and so on\u2026")]
    [InlineData("it says:", "it says.")]
    [InlineData("one, two,", "one, two.")]
    [InlineData("(see 'a.')", "(see 'a.')")]
    [InlineData("see 'a'", "see 'a'.")]
    [InlineData("\u7d42\u308f\u308a\u3002", "\u7d42\u308f\u308a\u3002")]
    [InlineData("  ", "")]
    public void What_somebody_else_wrote_ends_as_one_sentence(string text, string expected) => Assert.Equal(expected, Sentence.Of(text));

    [Theory]
    [InlineData("in preview", "In preview")]
    [InlineData("3 differences", "3 differences")]
    [InlineData("", "")]
    public void A_sentence_begins_with_an_upper_case_letter(string text, string expected) => Assert.Equal(expected, Sentence.Begin(text));

    [Fact]
    public void Every_failure_tells_what_happened_and_what_to_try_as_two_sentences()
    {
        var failure = new ConnectionException(
            ConnectionFailure.ArgumentConflict,
            "The service says: client authentication failed",
            "Show the message to the administrator."
        );

        Assert.Equal("The service says: client authentication failed. Show the message to the administrator.", failure.Message);
        Assert.Equal("The service says: client authentication failed.", failure.What);
    }
}
