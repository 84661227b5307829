using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Connections;

/// <summary>A token that only its service can read does not say when it expires.</summary>
public class UnknownExpiryTests
{
    [Fact]
    public void A_connection_does_not_make_up_when_its_token_expires() => Assert.Null(new MdeConnection("a", null, new StubSession(null)).ExpiresOn);
}
