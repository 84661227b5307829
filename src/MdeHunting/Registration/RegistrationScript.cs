using System.Management.Automation.Language;
using MdeHunting.Contract;
using MdeHunting.Pipeline;

namespace MdeHunting.Registration;

/// <summary>
/// Writes the commands that register an application, for an administrator who installs nothing: Azure Cloud Shell has az, signed in as who opens it, and az
/// sends the very requests that Register-MdeApplication does.
/// </summary>
internal static class RegistrationScript
{
    private const string Government = "AzureUSGovernment";

    /// <summary>The script.</summary>
    /// <param name="application">The application.</param>
    /// <param name="plan">Which permission of which API.</param>
    /// <param name="tenant">The tenant, as it was given.</param>
    /// <param name="consentBy">Who may consent.</param>
    public static string Write(ApplicationRequest application, RegistrationPlan plan, string tenant, string consentBy)
    {
        var (list, kind) = application.IsByItself ? ("appRoles", "Role") : ("oauth2PermissionScopes", "Scope");
        var isGovernment = new Uri(plan.Authority).Host.EndsWith(".us", StringComparison.Ordinal);
        var (shell, cloud) = isGovernment ? ("https://portal.azure.us", Government) : ("https://shell.azure.com", null);
        var parts = new List<string>
        {
            $$"""
                # Registers an application for hunting, with one permission: {{plan.Permission}} of {{plan.Resource}}.
                # Paste it into the PowerShell of Azure Cloud Shell ({{shell}}), where az is signed in, or run it
                # wherever az is signed in to the tenant{{(
                    cloud is null ? string.Empty : $" (az cloud set --name {cloud}, then az login)"
                )}}. Nothing has to be installed, and it can be read before it's run.
                # It changes nothing in the session that it runs in.
                & {
                $ErrorActionPreference = 'Stop'
                $tenant = {{Quote(tenant)}}
                $name = {{Quote(application.Name)}}
                $service = {{Quote(plan.Graph.AbsoluteUri.TrimEnd('/'))}}
                $graph = "$service/v1.0"

                function Invoke-Graph([string] $Method, [string] $Path, $Body) {
                    $arguments = 'rest', '--method', $Method, '--url', "$graph/$Path", '--resource', $service
                    $file = $null
                    if ($Body) {
                        $file = New-TemporaryFile
                        [IO.File]::WriteAllText($file.FullName, (ConvertTo-Json $Body -Depth 9 -Compress))
                        $arguments += '--headers', 'Content-Type=application/json', '--body', "@$($file.FullName)"
                    }
                    $response = az @arguments
                    if ($file) { Remove-Item -LiteralPath $file.FullName }
                    if ($LASTEXITCODE -ne 0) { throw "Microsoft Graph rejected '$Method $Path'." }
                    $response | Out-String | ConvertFrom-Json
                }

                {{(cloud is null ? string.Empty : CloudCheck(cloud))}}$signedIn = az account show --query tenantId --output tsv
                $asked = {{TenantId(tenant, plan)}}
                if ($signedIn -ne $asked) { throw "az is signed in to the tenant '$signedIn', and the application is for '$asked': az login --tenant $asked" }
                $filter = [uri]::EscapeDataString("displayName eq '$($name.Replace("'", "''"))'")
                if ((Invoke-Graph get "applications?`$filter=$filter").value) { throw "The tenant has an application '$name' already." }
                $resource = Invoke-Graph get {{Quote($"servicePrincipals(appId='{plan.ResourceId:D}')")}}
                $permission = $resource.{{list}} | Where-Object value -eq {{Quote(plan.Permission)}}
                $application = Invoke-Graph post 'applications' @{
                    displayName = $name
                    signInAudience = 'AzureADMyOrg'
                    requiredResourceAccess = @(@{
                        resourceAppId = {{Quote(plan.ResourceId.ToString("D"))}}
                        resourceAccess = @(@{ id = $permission.id; type = {{Quote(kind)}} })
                    })
                """,
        };
        if (!application.IsByItself)
        {
            parts.Add(
                """
                    isFallbackPublicClient = $true
                    publicClient = @{ redirectUris = @('http://localhost') }
                """
            );
        }

        if (application.Certificate is { } certificate)
        {
            parts.Add($"    keyCredentials = @(@{{ type = 'AsymmetricX509Cert'; usage = 'Verify'; key = {Quote(Convert.ToBase64String(certificate))} }})");
        }

        parts.Add(
            """
            }
            Start-Sleep -Seconds 20 # until the new application is known everywhere
            $null = Invoke-Graph post 'servicePrincipals' @{ appId = $application.appId }
            """
        );
        if (application.FederatedSubject is { } subject)
        {
            parts.Add(
                $$"""
                $null = Invoke-Graph post "applications/$($application.id)/federatedIdentityCredentials" @{
                    name = 'github'
                    issuer = 'https://token.actions.githubusercontent.com'
                    subject = {{Quote(subject)}}
                    audiences = @('api://AzureADTokenExchange')
                }
                """
            );
        }

        parts.Add(
            $$"""
            Write-Host "Registered. Application (client) id: $($application.appId)"
            Write-Host "Now have {{consentBy}} consent to it:"
            Write-Host "{{plan.Authority}}/adminconsent?client_id=$($application.appId)"
            }
            """
        );
        return string.Join("\n", parts).Replace("\r\n", "\n");
    }

    // Elsewhere az signs in to the public cloud, whose tokens this one rejects.
    private static string CloudCheck(string cloud) =>
        $"if ((az cloud show --query name --output tsv) -ne '{cloud}') {{ throw \"az is set to another cloud: az cloud set --name {cloud}, then az login\" }}\n";

    // A domain's tenant is in its OpenID configuration.
    private static string TenantId(string tenant, RegistrationPlan plan) =>
        Guid.TryParse(tenant, out _)
            ? "$tenant"
            : $"((Invoke-RestMethod {Quote($"{plan.Authority}/v2.0/.well-known/openid-configuration")}).issuer -split '/')[3]";

    private static string Quote(string text) => $"'{PowerShellLiteral.Content(text, StringConstantType.SingleQuoted)}'";
}
