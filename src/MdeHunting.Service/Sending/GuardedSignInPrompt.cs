using MdeHunting.Contract;

namespace MdeHunting.Service.Sending;

/// <summary>Hands on what is told to the person, with every secret hidden.</summary>
internal class GuardedSignInPrompt(ISignInPrompt prompt, KnownSecrets secrets) : ISignInPrompt
{
    /// <inheritdoc/>
    public Task WarnAsync(string message) => prompt.WarnAsync(secrets.Hide(message));

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => prompt.VerboseAsync(secrets.Hide(message));

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice) => prompt.ShowDeviceCodeAsync(Hide(notice));

    /// <inheritdoc/>
    public Task ShowBrowserAsync() => prompt.ShowBrowserAsync();

    /// <inheritdoc/>
    public Task<T> InvokeAsync<T>(Func<T> call) => prompt.InvokeAsync(call);

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => prompt.ShowTimeLeftAsync(Hide(notice), left);

    /// <inheritdoc/>
    public Task ShowWaitAsync(WaitNotice? wait) => prompt.ShowWaitAsync(Hide(wait));

    /// <inheritdoc/>
    public Task ShowWaitLeftAsync(WaitNotice wait) => prompt.ShowWaitLeftAsync(Hide(wait)!.Value);

    /// <inheritdoc/>
    public Task ShowSilenceAsync(WaitNotice? silence) => prompt.ShowSilenceAsync(Hide(silence));

    /// <inheritdoc/>
    public void NoteResponse(bool hasCome) => prompt.NoteResponse(hasCome);

    private WaitNotice? Hide(WaitNotice? wait) => wait is { } shown ? shown with { Why = secrets.Hide(shown.Why) } : null;

    // The code and the page are for the person, and no secret.
    private DeviceCodeNotice Hide(DeviceCodeNotice notice) => notice with { Message = secrets.Hide(notice.Message) };
}

/// <summary>The same for a query.</summary>
internal sealed class GuardedPrompt(IHuntingPrompt prompt, KnownSecrets secrets) : GuardedSignInPrompt(prompt, secrets), IHuntingPrompt
{
    private readonly KnownSecrets _secrets = secrets;

    /// <inheritdoc/>
    public Task DebugAsync(string message) => prompt.DebugAsync(_secrets.Hide(message));
}
