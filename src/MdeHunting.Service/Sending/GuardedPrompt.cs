using MdeHunting.Contract;

namespace MdeHunting.Service.Sending;

/// <summary>The same for a query.</summary>
internal sealed class GuardedPrompt(IHuntingPrompt prompt, KnownSecrets secrets) : GuardedSignInPrompt(prompt, secrets), IHuntingPrompt
{
    private readonly KnownSecrets _secrets = secrets;

    /// <inheritdoc/>
    public Task DebugAsync(string message) => prompt.DebugAsync(_secrets.Hide(message));

    /// <inheritdoc/>
    public Task ShowWaitAsync(WaitNotice? wait) => prompt.ShowWaitAsync(wait is { } shown ? shown with { Why = _secrets.Hide(shown.Why) } : null);
}
