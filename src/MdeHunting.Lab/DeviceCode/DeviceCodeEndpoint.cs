using System.Text.Json.Nodes;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Entra;
using MdeHunting.Lab.Settings;
using MdeHunting.Lab.Web;

namespace MdeHunting.Lab.DeviceCode;

/// <summary>Begins a device code sign-in. https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code</summary>
internal sealed class DeviceCodeEndpoint(DeviceSignIns signIns, LabOptions options, Uri baseAddress)
{
    public async Task RespondAsync(HttpContext context, LabTenant tenant)
    {
        var form = await EntraForm.ReadAsync(context);
        var application = form.Application(tenant);
        if (!application.IsPublicClient)
        {
            throw new EntraException(EntraError.NotPublicClient);
        }

        var scopes = RequestedScopes.Parse(form.Required("scope"), tenant, application);
        var signIn = signIns.Begin(tenant, application, scopes, form.Claims().Capabilities);

        var page = new Uri(baseAddress, DeviceLoginEndpoint.Path).AbsoluteUri;
        await JsonResponse.WriteAsync(
            context,
            new JsonObject
            {
                ["user_code"] = signIn.UserCode,
                ["device_code"] = signIn.DeviceCode,
                ["verification_uri"] = page,
                ["expires_in"] = (int)options.DeviceCodeLifetime.TotalSeconds,
                ["interval"] = (int)options.DeviceCodeInterval.TotalSeconds,
                ["message"] = $"To sign in, use a web browser to open the page {page} and enter the code {signIn.UserCode} to authenticate.",
            }
        );
    }
}
