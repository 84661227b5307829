using System.Net;
using MdeHunting.Lab.Tests.Authorize;
using MdeHunting.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace MdeHunting.Lab.Tests.Web;

public sealed class BrowserUserTests(SharedLab shared) : IClassFixture<SharedLab>
{
    [Theory]
    [InlineData("query", "GET")]
    [InlineData("form_post", "POST")]
    public async Task A_person_takes_the_answer_to_the_application(string mode, string method)
    {
        await using var application = await StartAsync();
        var address = application.Urls.Single().Replace("127.0.0.1", "localhost");
        var signIn = new BrowserSignIn(shared.Lab)
        {
            Changes = new() { ["redirect_uri"] = address, ["response_mode"] = mode },
        };

        var accepted = await shared.Lab.Person.AcceptAsync(signIn.Address);
        var cancelled = await shared.Lab.Person.CancelAsync(signIn.Address);

        Assert.StartsWith($"{method} a state: 1.", accepted);
        Assert.Equal($"{method} a state: access_denied", cancelled);
        Assert.Equal(200, (await signIn.RedeemAsync(accepted[(accepted.IndexOf(": ", StringComparison.Ordinal) + 2)..], redirectUri: address)).Status);
    }

    // What an application that waits for its response on localhost has: the smallest of listeners.
    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        application.Run(async context =>
        {
            string Read(string name) => (context.Request.HasFormContentType ? context.Request.Form[name] : context.Request.Query[name]).ToString();
            await context.Response.WriteAsync($"{context.Request.Method} {Read("state")}: {Read("code")}{Read("error")}");
        });
        await application.StartAsync();
        return application;
    }
}
