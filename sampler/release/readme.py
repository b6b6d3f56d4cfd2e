"""What the package says to the webmaster who opens it."""

README = r"""阳光抽查 发布包 —— 给网站管理员

一、这里有什么
  site/           网站本身，放到服务器上即可，不需要数据库和任何程序
  public/         公开数据（网站就是由它生成的）
  verify.pyz      重算抽签的程序，有 Python 3.9 就能运行：python3 verify.pyz public
  server/         nginx、Apache、IIS 的配置样例（nginx 经过测试，另两个没有测试）
  更新说明.txt    与上一次发布相比，新增、修改、撤下了哪些页面
  release.json    日期、上一版的校验值（各版由此连成一条发布链）
  SHA256SUMS      每个文件的校验值；SHA256SUMS.sig 是发布单位的签名

二、先核对，再上线（不需要我们的程序；在解压后的文件夹里运行）
  Linux，每个文件是否与清单相符：
    sha256sum --check --quiet --strict SHA256SUMS
  Linux，有没有清单以外的文件（没有输出就是没有）：
    find . -type f ! -name SHA256SUMS ! -name SHA256SUMS.sig | cut -c3- | LC_ALL=C sort | diff - <(cut -c67- SHA256SUMS | LC_ALL=C sort)
  Windows（PowerShell；没有输出就是全部相符。这两行没有在 Windows 上试过，第一次使用请先用改坏的文件试一试）：
    Get-Content SHA256SUMS -Encoding UTF8 | % { $h,$n = $_ -split '  ',2; if ((Get-FileHash -LiteralPath $n).Hash -ne $h) { "被改动或缺少：$n" } }
    $s = Get-Content SHA256SUMS -Encoding UTF8 | % { $_.Substring(66) }; Get-ChildItem -Recurse -File -Name | % { $_ -replace '\\','/' } | ? { $_ -notin $s -and $_ -notlike 'SHA256SUMS*' } | % { "多出：$_" }
  签名（Linux 和 Windows 都带有 ssh-keygen）。先在上一级文件夹里建一个文件 signers，只写一行：
    release namespaces="sampler-release" 发布单位的公钥
  再运行（PowerShell 里改用 cmd）：
    ssh-keygen -Y verify -f ../signers -I release -n sampler-release -s SHA256SUMS.sig < SHA256SUMS
  发布单位用国密 SM2 签名的，改为运行：
    openssl dgst -sm3 -sigopt distid:1234567812345678 -verify 公钥.pem -signature SHA256SUMS.sig SHA256SUMS
  公钥请由发布单位另行当面或书面给您，不要使用随包或随邮件带来的公钥。

三、上线
  1. 在网站目录下建立 releases，把本包解压为 releases/版本名/（版本名：日期-清单校验值的前 12 位）；
  2. 核对（见上）；
  3. 让 current 指向它：
    ln -s releases/版本名 current.new && mv -T current.new current
     Windows：rmdir current & mklink /J current releases\版本名（中间有一瞬间打不开）
  4. 服务器的网站目录设为 current/site（配置样例在 server/）。
  退回上一版：让 current 重新指向上一个文件夹，一秒钟完成。

四、只有门户栏目、没有自己的服务器
  请发布单位运行 ./inv release.paste，得到可以直接粘贴到门户编辑器的正文和附件。
"""
