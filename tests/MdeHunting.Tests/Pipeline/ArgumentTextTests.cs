using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Pipeline;

/// <summary>What an argument has in it that a terminal obeys is not obeyed when the argument is refused.</summary>
public sealed class ArgumentTextTests : IDisposable
{
    private static readonly (string Text, string Shown)[] Unseen = [("\u001b[2J", "<U+001B>[2J"), ("\a", "<U+0007>"), ("\u202e", "<U+202E>")];

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -StartTime \"20$($args[0])26\"", true)]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -EndTime \"20$($args[0])26\"", true)]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -StartTime ([Text.StringBuilder]::new($args[0]))", true)]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -StartTime @(\"20$($args[0])26\")", false)]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Connection \"a$($args[0])b\"", true)]
    [InlineData("Select-MdeConnection \"a$($args[0])b\"", true)]
    [InlineData("Disconnect-MdeTenant \"a$($args[0])b\"", true)]
    [InlineData("Get-MdeTokenInfo -Connection \"a$($args[0])b\"", true)]
    [InlineData("Get-MdeQuota -Connection \"a$($args[0])b\"", true)]
    [InlineData("Get-MdeHuntingSchema \"a$($args[0])b\"", true)]
    [InlineData("Get-MdeHuntingSchema AlertInfo -Column \"a$($args[0])b\"", true)]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Timespan \"a$($args[0])b\"", true)]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -Split \"a$($args[0])b\"", true)]
    [InlineData("Invoke-MdeHuntingQuery AlertInfo -RetryTimeout \"a$($args[0])b\"", true)]
    [InlineData("Connect-MdeTenant -Identity -Proxy \"http://a$($args[0])b:99999\"", false)]
    [InlineData("Connect-MdeTenant -Identity -Proxy \"a$($args[0])b\"", false)]
    [InlineData("Connect-MdeTenant -TenantId contoso.example -ClientId \"a$($args[0])b\"", true)]
    [InlineData("Connect-MdeTenant -TenantId \"a$($args[0])b\" -ClientId 22222222-2222-2222-2222-222222222222", true)]
    [InlineData("Connect-MdeTenant -Identity -Environment \"a$($args[0])b\"", true)]
    [InlineData("Connect-MdeTenant -Identity -ClientSecret \"a$($args[0])b\"", false)]
    [InlineData("Connect-MdeTenant -AccessToken \"a$($args[0])b\"", false)]
    public void It_is_refused_in_text_that_can_be_seen(string script, bool isRepeated)
    {
        foreach (var (text, shown) in Unseen)
        {
            // What a person sees, and what a script that catches it writes on.
            var said = _shell.Run($"try {{ {script} -ErrorAction Stop }} catch {{ $_.Exception.Message; \"$_\" }}", text).ThrowIfFailed().Output;

            Assert.Equal(2, said.Count);
            foreach (var message in said.Select(one => one.ToString()))
            {
                Assert.DoesNotContain(text[0], message);
                Assert.Equal(isRepeated, message.Contains(shown, StringComparison.Ordinal));
            }
        }
    }
}
