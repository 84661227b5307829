# Run by the manifest of a checkout, so that an import before a build says what to do; Get-Module lists it beside the module. The package has no such script.
# A constrained session may not look for a file so; there the words of the engine itself have to do.
if ($ExecutionContext.SessionState.LanguageMode -eq 'FullLanguage') {
    & {
        $root = [IO.Path]::GetFullPath("$PSScriptRoot/../..")
        if (-not [IO.File]::Exists("$root/bin/MdeHunting.dll")) {
            throw [Management.Automation.ErrorRecord]::new(
                [IO.FileNotFoundException]::new("MdeHunting is not built yet. Run ./build.ps1 (or dotnet build) in '$root', and import it again."),
                'ModuleNotBuilt', 'ResourceUnavailable', $root)
        }
    }
}
