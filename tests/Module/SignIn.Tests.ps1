[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseDeclaredVarsMoreThanAssignments', '', Justification = 'Pester''s blocks use them')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '', Justification = 'The secrets are a lab''s own, and in files')]
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $EnvironmentFile,
    [Parameter(Mandatory)] [string] $SecretsFolder
)

BeforeAll {
    Import-Module $Manifest
    $Target = @{ TenantId = 'contoso.example'; ClientId = '33333333-3333-3333-3333-333333333333'; Environment = $EnvironmentFile; Name = 'Runbook' }
    function Read-Secret([string] $Name) { ConvertTo-SecureString (Get-Content -Raw -LiteralPath (Join-Path $SecretsFolder $Name)).Trim() -AsPlainText -Force }
    function Get-Count { (Invoke-MdeHuntingQuery 'AlertInfo | count' -Connection Runbook).Count }
}

Describe 'A runbook signs in' {
    It 'by a client secret' {
        (Connect-MdeTenant @Target -ClientSecret (Read-Secret 'runbook.secret.txt')).Method | Should -Be 'ClientSecret'
        Get-Count | Should -BeGreaterThan 0
    }

    It 'by a certificate in a PFX with its password, in a PEM, and as an object' -Skip:($PSEdition -eq 'Desktop') {
        $password = Read-Secret 'runbook.password.txt'
        (Connect-MdeTenant @Target -CertificatePath (Join-Path $SecretsFolder 'runbook.pfx') -CertificatePassword $password).Method | Should -Be 'Certificate'
        Get-Count | Should -BeGreaterThan 0
        (Connect-MdeTenant @Target -CertificatePath (Join-Path $SecretsFolder 'runbook.pem')).Account | Should -BeNullOrEmpty
        $certificate = [Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile((Join-Path $SecretsFolder 'runbook.pem'))
        (Connect-MdeTenant @Target -Certificate $certificate).TenantId | Should -Be '55555555-5555-5555-5555-555555555555'
        { Connect-MdeTenant @Target -CertificatePath (Join-Path $SecretsFolder 'runbook.pfx') } | Should -Throw -ErrorId 'CertificatePasswordWrong,*'
    }

    It 'by a federated token in a file' {
        (Connect-MdeTenant @Target -FederatedTokenFile (Join-Path $SecretsFolder 'federated.token.txt')).Method | Should -Be 'Federation'
    }

    It 'in a thread job, with the connection of its caller' -Skip:($PSEdition -eq 'Desktop') {
        $connection = Connect-MdeTenant @Target -ClientSecret (Read-Secret 'runbook.secret.txt')
        $job = Start-ThreadJob {
            Import-Module $using:Manifest
            (Invoke-MdeHuntingQuery 'AlertInfo | count' -Connection $using:connection).Count
        }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be (Get-Count)
    }

    It 'without a secret in the transcript at any verbosity' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        Start-Transcript -LiteralPath $transcript > $null
        try {
            Connect-MdeTenant @Target -ClientSecret (Read-Secret 'runbook.secret.txt') -Verbose -Debug *>&1 | Out-Host
            Invoke-MdeHuntingQuery 'AlertInfo | take 1' -Connection Runbook -Verbose -Debug *>&1 | Out-Host
            Get-MdeTokenInfo -Connection Runbook | Format-List * | Out-Host
        }
        finally {
            Stop-Transcript > $null
        }

        $text = Get-Content -Raw -LiteralPath $transcript
        $text | Should -Match 'HTTP 200'
        $text | Should -Not -MatchExactly 'eyJ[\w-]+\.eyJ'
        $text.Contains((Get-Content -Raw -LiteralPath (Join-Path $SecretsFolder 'runbook.secret.txt')).Trim()) | Should -BeFalse
    }
}

Describe 'Connect-MdeTenant' {
    It 'has few parameter sets, and says what each is for' {
        (Get-Command Connect-MdeTenant).ParameterSets.Name | Should -Be @('User', 'Certificate', 'ClientSecret', 'Identity', 'Federation', 'AccessToken', 'TokenProvider')
    }

    It 'refuses a secret in plain text without repeating it' {
        $failed = { Connect-MdeTenant @Target -ClientSecret 'hunter2 in plain text' } | Should -Throw -PassThru
        $failed.Exception.Message | Should -Not -Match 'hunter2'
    }
}
