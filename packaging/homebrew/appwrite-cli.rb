# Formula of a tap. `npm run packaging` fills in the hashes and the address of the releases.
class AppwriteCli < Formula
  desc "Command-line admin tool for Appwrite projects"
  homepage "{{homepage}}"
  version "0.1.0"
  license "MIT"

  on_macos do
    on_arm do
      url "{{releases}}/v0.1.0/appwrite-cli-0.1.0-darwin-arm64.tar.gz"
      sha256 "{{sha256 darwin-arm64}}"
    end
    on_intel do
      url "{{releases}}/v0.1.0/appwrite-cli-0.1.0-darwin-x64.tar.gz"
      sha256 "{{sha256 darwin-x64}}"
    end
  end

  on_linux do
    on_arm do
      url "{{releases}}/v0.1.0/appwrite-cli-0.1.0-linux-arm64.tar.gz"
      sha256 "{{sha256 linux-arm64}}"
    end
    on_intel do
      url "{{releases}}/v0.1.0/appwrite-cli-0.1.0-linux-x64.tar.gz"
      sha256 "{{sha256 linux-x64}}"
    end
  end

  def install
    bin.install "appwrite-cli"
    man1.install "appwrite-cli.1"
    bash_completion.install "completions/appwrite-cli.bash" => "appwrite-cli"
    zsh_completion.install "completions/_appwrite-cli"
    fish_completion.install "completions/appwrite-cli.fish"
  end

  test do
    assert_equal version.to_s, shell_output("#{bin}/appwrite-cli --version").strip
    databases = shell_output("#{bin}/appwrite-cli sandbox run --seed -- appwrite-cli databases list --json")
    assert_equal 1, JSON.parse(databases)["total"]
  end
end
