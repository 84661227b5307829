using System.Security;
using MdeHunting.Connections;
using MdeHunting.Contract;
using MdeHunting.TestKit;
using Xunit;

namespace MdeHunting.Tests.Connections;

/// <summary>What a connection is called that nobody names.</summary>
public class DefaultNameTests
{
    private const string One = "55555555-5555-5555-5555-555555555555";
    private const string Other = "55555555-6666-6666-6666-666666666666";

    [Theory]
    [InlineData("Night hunts", null, "Night hunts (55555555)/Graph")]
    [InlineData(null, null, One + "/Graph")]
    [InlineData("Night hunts", "bo@contoso.example", One + "/Graph")]
    [InlineData("Night\u001b[31m hunts", null, "Night<U+001B>[31m hunts (55555555)/Graph")]
    public void An_application_gives_its_name_where_no_domain_is_known(string? application, string? account, string expected) =>
        Assert.Equal(expected, Name(One, application, account, null));

    [Fact]
    public void The_domain_by_which_the_tenant_was_given_goes_first() =>
        Assert.Equal("contoso.example/Graph", Name(One, "Night hunts", null, "contoso.example"));

    [Fact]
    public void Two_tenants_of_one_application_never_have_one_name()
    {
        var first = new MdeConnection(Name(One, "Night hunts", null, null), null, Session(One, "Night hunts", null));

        Assert.Equal($"Night hunts ({Other})/Graph", Name(Other, "Night hunts", null, null, first));
        Assert.Equal("Night hunts (55555555)/Graph", Name(One, "Night hunts", null, null, first));
    }

    private static string Name(string tenant, string? application, string? account, string? domain, params MdeConnection[] others) =>
        ConnectionName.Of(
            new ConnectRequest(new ClientSecretChoice(new SecureString()), domain ?? tenant, null, MdeApi.Graph, MdeCloud.Public),
            domain,
            Session(tenant, application, account),
            others
        );

    private static StubSession Session(string tenant, string? application, string? account) => new(null, tenant, account) { ApplicationName = application };
}
