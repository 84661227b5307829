using MdeHunting.Contract;

namespace MdeHunting.DesktopTests;

/// <summary>Hears what the private side says; the lab approves sign-ins by itself.</summary>
internal sealed class Prompt : IHuntingPrompt
{
    /// <summary>The codes that were shown.</summary>
    public List<string> Codes { get; } = [];

    /// <inheritdoc/>
    public Task ShowDeviceCodeAsync(DeviceCodeNotice notice)
    {
        Codes.Add(notice.UserCode);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ShowBrowserAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowTimeLeftAsync(DeviceCodeNotice notice, TimeSpan left) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task ShowWaitAsync(WaitNotice? wait) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task WarnAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task VerboseAsync(string message) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task DebugAsync(string message) => Task.CompletedTask;
}
