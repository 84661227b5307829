using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.Pkcs;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MdeHunting.Lab.Timestamps;

/// <summary>A time-stamp authority on this machine (RFC 3161, section 3.4), over http as most of them are.</summary>
public sealed class LabTimestampServer : IAsyncDisposable
{
    private const string Query = "application/timestamp-query";
    private const string Reply = "application/timestamp-reply";

    private static readonly TimeSpan WrongBy = TimeSpan.FromHours(20);

    private readonly ConcurrentQueue<string> _requests = new();
    private readonly WebApplication _app;
    private readonly LabAuthority _authority;
    private readonly TimeProvider _clock;

    private LabTimestampServer(WebApplication app, LabAuthority authority, TimeProvider clock) => (_app, _authority, _clock) = (app, authority, clock);

    /// <summary>Where it is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What it does in place of stamping.</summary>
    public LabStampFault Fault { get; set; }

    /// <summary>What was sent to it: each header in a line, and the bytes in hexadecimal digits.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Starts one.</summary>
    /// <param name="authority">Whose certificates it has.</param>
    /// <param name="clock">The time that it stamps.</param>
    /// <param name="token">Gives up.</param>
    public static async Task<LabTimestampServer> StartAsync(LabAuthority authority, TimeProvider clock, CancellationToken token = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new LabTimestampServer(app, authority, clock);
        app.Run(server.RespondAsync);
        await app.StartAsync(token);
        server.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task RespondAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _requests.Enqueue(
            string.Join('\n', context.Request.Headers.Select(header => $"{header.Key}: {header.Value}").Append(Convert.ToHexStringLower(body.ToArray())))
        );
        if (context.Request.Method != HttpMethods.Post || context.Request.ContentType != Query)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        switch (Fault)
        {
            case LabStampFault.Silent:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case LabStampFault.ServerError:
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case LabStampFault.Redirect:
                context.Response.Redirect("http://nowhere.invalid/");
                break;
            case LabStampFault.Page:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><body>Sign in to the network</body></html>");
                break;
            default:
                context.Response.ContentType = Reply;
                await WriteAsync(context, body.ToArray());
                break;
        }
    }

    private async Task WriteAsync(HttpContext context, byte[] request)
    {
        for (var block = new byte[64 * 1024]; Fault == LabStampFault.Endless && !context.RequestAborted.IsCancellationRequested; )
        {
            await context.Response.Body.WriteAsync(block, CancellationToken.None);
        }

        await context.Response.Body.WriteAsync(Response(request));
    }

    private byte[] Response(byte[] bytes)
    {
        if (Fault == LabStampFault.Noise || !Rfc3161TimestampRequest.TryDecode(bytes, out var request, out _))
        {
            return [0x30, 0x03, 1, 2];
        }

        if (Fault == LabStampFault.Refuse)
        {
            return StampWriter.Refuse("Not today.");
        }

        var hash = request.GetMessageHash().ToArray();
        var nonce = request.GetNonce();
        if (Fault == LabStampFault.OtherContent)
        {
            hash[0] ^= 1;
        }

        nonce = Fault switch
        {
            LabStampFault.NoNonce => null,
            LabStampFault.OtherNonce => new byte[] { 1, 2, 3 },
            _ => nonce,
        };
        var stamper = Fault == LabStampFault.OtherPurpose ? _authority.Other : _authority.Stamper;
        var wrong = Fault switch
        {
            LabStampFault.Late => -WrongBy,
            LabStampFault.Early => WrongBy,
            _ => TimeSpan.Zero,
        };
        var response = StampWriter.Grant(hash, nonce, _clock.GetUtcNow() + wrong, stamper, [_authority.Issuer, _authority.Root]);
        if (Fault == LabStampFault.BadSignature)
        {
            // The signature stands last.
            response[^1] ^= 1;
        }

        return response;
    }
}
