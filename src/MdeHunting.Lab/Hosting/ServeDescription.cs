using MdeHunting.Lab.DeviceCode;
using MdeHunting.Lab.Directory;
using MdeHunting.Lab.Settings;

namespace MdeHunting.Lab.Hosting;

/// <summary>What a lab that is served says of itself: where it is, what to paste, whose account to use.</summary>
internal static class ServeDescription
{
    public static string Create(LabServer lab, LabOptions options, string file, SecretsFolder? secrets, IndicatorsFolder? indicators, SigningFolder? signing)
    {
        var tenant = options.Tenants[^1];
        var accounts = options.Tenants.SelectMany(one =>
            one.Accounts.Select(account => $"  {account.UserPrincipalName} in {one.Name}, tenant {one.Id} ({one.Domain}){Refusal(account)}")
        );
        var signIn = options.ApproveSignIns
            ? "Sign-ins approve themselves."
            : $"To sign in, open {new Uri(lab.BaseAddress, DeviceLoginEndpoint.Path)} in a browser. The browser doesn't know the lab's certificate, so continue past its warning.";
        return $"""
            The lab is at {lab.BaseAddress.GetLeftPart(UriPartial.Authority)}; its environment file is {file}
            Paste into pwsh:

              Import-Module {Quote(ModuleManifest.Find() ?? "./MdeHunting.psd1")}
              Connect-MdeTenant -TenantId {tenant.Id} -ClientId {tenant.Applications[0].Id} -DeviceCode -Environment {Quote(file)}
              Invoke-MdeHuntingQuery 'DeviceProcessEvents | take 5'

            {signIn}
            Accounts, all made up:
            {string.Join(Environment.NewLine, accounts)}

            {(indicators is null ? "For indicators to look for, start the lab with --indicators-folder PATH." : Indicators(indicators))}

            {(secrets is null ? "For unattended sign-ins, start the lab with --secrets-folder PATH." : Unattended(lab.State, tenant, secrets))}

            {(signing is null ? "To sign and time-stamp evidence, start the lab with --signing-folder PATH." : Signing(signing))}

            Ctrl+C stops the lab.
            """;
    }

    private static string Refusal(LabAccount account) =>
        account.Policy switch
        {
            null => "",
            { Flows: LabFlows.DeviceCode } policy => $": device codes are refused with AADSTS{policy.Code}",
            var policy => $": refused with AADSTS{policy.Code}",
        };

    // The lab's addresses are of ranges that the module takes for noise.
    private static string Indicators(IndicatorsFolder folder) =>
        $"""
            Indicators that are in the data:
              Import-MdeIndicator {Quote(folder.FullPath)} -IncludeNoise
            """;

    private static string Signing(SigningFolder folder) =>
        $"""
            To sign and time-stamp evidence, and to test it:
              $password = Get-Content {Quote(folder.Password)} | ConvertTo-SecureString -AsPlainText -Force
              Stop-MdeEvidence -CertificatePath {Quote(folder.Pfx)} -CertificatePassword $password -TimestampServer {folder.TimestampServer}
              Test-MdeEvidence -TrustedRootPath {Quote(folder.Root)} -Path BAG
            """;

    private static string Unattended(LabState state, LabTenant tenant, SecretsFolder secrets) =>
        $"""
            Unattended sign-ins, valid as long as this lab runs, in tenant {tenant.Id}:
              {LabApplications.Runbook.Name}, application {LabApplications.Runbook.Id}
                secret           {state.CredentialsOf(LabApplications.Runbook.Id).Secrets[LabApplications.CurrentSecret]} (also in {secrets.Secret})
                certificate      {secrets.Pfx} with the password in {secrets.Password}, or {secrets.Pem}
                federated token  {secrets.FederatedToken}, for a day
              As a job of GitHub Actions:
                $env:ACTIONS_ID_TOKEN_REQUEST_URL = {Quote(state.FederatedTokenRequestUrl.AbsoluteUri)}
                $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = {Quote(state.FederatedTokenRequestToken)}
              As a program of App Service, with its own identity or {LabManagedIdentities.User.ClientId}:
                $env:IDENTITY_ENDPOINT = {Quote(state.ManagedIdentityEndpoint.AbsoluteUri)}
                $env:IDENTITY_HEADER = {Quote(state.ManagedIdentityHeader)}
            """;

    private static string Quote(string path) => $"'{path.Replace("'", "''")}'";
}
